using Roster.Scim;
using Roster.Scim.Schemas;
using Roster.Server.Hosting;
using Roster.Server.Options;
using Roster.Server.Scim;
using Xunit;

namespace Roster.Server.Tests.Hosting;

public sealed class StoredTypesTests
{
    static readonly IReadOnlyList<ScimProfile> Profiles = RosterApplication.Profiles(new RosterOptions());

    [Fact]
    public void What_a_door_shows_storage_knows()
    {
        var stored = StoredTypes.Of(Profiles);
        foreach (var shown in Profiles.SelectMany(p => p.ResourceTypes))
        {
            var type = stored.Single(t => t.Name == shown.Name);
            Assert.Equal(
                (shown.UniqueAttribute, shown.MembersAttribute, shown.MembershipsAttribute, shown.PasswordAttribute),
                (type.UniqueAttribute, type.MembersAttribute, type.MembershipsAttribute, type.PasswordAttribute));
            foreach (var schema in shown.Extensions.Select(e => e.Schema).Append(shown.Schema))
                Assert.All(schema.Attributes, a => AssertStored(a, type.SchemaOf(schema.Id)!.Attribute(a.Name)!));
        }
    }

    [Fact]
    public void The_doors_agree_on_what_is_unique()
    {
        foreach (var same in Profiles.SelectMany(p => p.ResourceTypes).GroupBy(t => t.Name, StringComparer.Ordinal))
            Assert.Single(same.Select(t => t.UniqueAttribute).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Doors_that_disagree_about_an_attribute_cannot_share_a_directory()
    {
        var title = CoreSchemas.User.Attribute("title")! with { Type = AttributeType.Integer };
        var odd = Odd(CoreResourceTypes.User with { Schema = CoreSchemas.User with { Attributes = [title] } });

        var failure = Assert.Throws<ArgumentException>(() => StoredTypes.Of([.. Profiles, odd]));

        Assert.Contains("title", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Doors_that_disagree_about_what_is_unique_cannot_share_a_directory() =>
        Assert.Throws<ArgumentException>(() => StoredTypes.Of([.. Profiles, Odd(CoreResourceTypes.User with { UniqueAttribute = "nickName" })]));

    [Fact]
    public void Surfaces_have_names_and_prefixes_of_their_own()
    {
        Assert.Throws<ArgumentException>(() => new Surfaces([.. Profiles, Odd(CoreResourceTypes.User) with { Prefixes = ["/SCIM/v2"] }]));
        Assert.Throws<ArgumentException>(() => new Surfaces([.. Profiles, Odd(CoreResourceTypes.User) with { Name = "standard" }]));
        Assert.Equal("Odd", new Surfaces([.. Profiles, Odd(CoreResourceTypes.User) with { Prefixes = ["/scim/v2/odd"] }]).Of("/scim/v2/odd/Users").Name);
    }

    static ScimProfile Odd(ResourceType type) => Profiles[1] with { Name = "Odd", Prefixes = ["/odd"], ResourceTypes = [type] };

    static void AssertStored(AttributeDefinition shown, AttributeDefinition stored)
    {
        Assert.Equal((shown.Name, shown.Type, shown.MultiValued, shown.ComparesExactly), (stored.Name, stored.Type, stored.MultiValued, stored.ComparesExactly));
        Assert.All(shown.SubAttributes, s => AssertStored(s, stored.Sub(s.Name)!));
    }
}
