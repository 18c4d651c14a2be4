using Roster.Genesys.Rules;
using Roster.Scim;
using Roster.Scim.Resources;
using Roster.Testing;
using Xunit;
using static Roster.Genesys.Tests.Rules.Write;

namespace Roster.Genesys.Tests.Rules;

public sealed class RolesRuleTests
{
    static readonly RolesRule Rule = new();

    [Theory]
    [InlineData(WriteKind.Create, "{}", """{"roles":[{"value":"employee"}]}""")]
    [InlineData(WriteKind.Create, """{"roles":[{"value":"agent"}]}""", """{"roles":[{"value":"agent"}]}""")]
    [InlineData(WriteKind.Revive, "{}", "{}")]
    [InlineData(WriteKind.Revive, """{"roles":[{"value":"agent"}]}""", """{"roles":[{"value":"agent"}]}""")]
    [InlineData(WriteKind.Replace, "{}", "{}")]
    [InlineData(WriteKind.Create, """{"roles":[{"value":"a","primary":true},{"value":"a"},{"value":"A","display":"d","type":"t"}]}""", """{"roles":[{"value":"a","primary":true},{"value":"A","display":"d","type":"t"}]}""")]
    [InlineData(WriteKind.Patch, """{"roles":[{"primary":true}]}""", "{}")]
    public void Roles_are_names_and_new_users_are_employees(WriteKind kind, string attributes, string expected) =>
        Equal(expected, Create(Rule, attributes, kind));

    [Fact]
    [Holds("G-09")]
    public void Each_name_is_looked_up_in_the_catalogue() =>
        Assert.Equal([new CatalogueUse("roles", "a", "roles"), new CatalogueUse("roles", "B", "roles")], Rule.CatalogueUses(Json("""{"roles":[{"value":"a"},{"value":"B"}]}""")));
}
