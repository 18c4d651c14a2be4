using Roster.Scim.Messages;
using Roster.Scim.Schemas;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Schemas;

public sealed class PathResolverTests
{
    [Theory]
    [InlineData("USERNAME", "userName")]
    [InlineData("name.FAMILYname", "name.familyName")]
    [InlineData("members.$REF", null)]
    [InlineData("groups.$REF", "groups.$ref")]
    [InlineData("ID", "id")]
    [InlineData("meta.lastmodified", "meta.lastModified")]
    [InlineData(Urn.User + ":userName", "userName")]
    [InlineData(Urn.User + ":externalId", "externalId")]
    [InlineData("URN:ietf:params:scim:schemas:CORE:2.0:user:name.familyname", "name.familyName")]
    [InlineData(Urn.EnterpriseUser + ":Manager.Value", Urn.EnterpriseUser + ":manager.value")]
    [InlineData(VectorSchemas.Test + ":skills.name", VectorSchemas.Test + ":skills.name")]
    [Holds("S-17")]
    public void A_name_is_found_in_any_letter_case(string name, string? path) =>
        Assert.Equal(path, (Strict.Resolve(name) as PathResolution.Found)?.Path.ToString());

    [Theory]
    [InlineData("nosuch", "User has no attribute 'nosuch'")]
    [InlineData("", "User has no attribute ''")]
    [InlineData("name.nosuch", "'name' has no sub-attribute 'nosuch'")]
    [InlineData("name.", "'name' has no sub-attribute ''")]
    [InlineData("name.familyName.x", "'name' has no sub-attribute 'familyName.x'")]
    [InlineData("userName.x", "'userName' has no sub-attribute 'x'")]
    [InlineData(Urn.User, "'urn:ietf:params:scim:schemas:core:2.0:User' is a schema and names no attribute")]
    [InlineData(Urn.EnterpriseUser + ":userName", "schema 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User' has no attribute 'userName'")]
    [InlineData(Urn.EnterpriseUser + ":id", "schema 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User' has no attribute 'id'")]
    [InlineData("urn:example:other:x", "'urn:example:other:x' begins with no schema URN that User has")]
    [InlineData(Urn.User + "s:userName", "'urn:ietf:params:scim:schemas:core:2.0:Users:userName' begins with no schema URN that User has")]
    [InlineData("department", "User has no attribute 'department'")]
    public void What_is_unknown_is_named(string name, string reason) =>
        Assert.Equal(reason, Assert.IsType<PathResolution.Unknown>(Strict.Resolve(name)).Reason);

    [Fact]
    public void The_urn_alone_means_the_whole_extension()
    {
        var resolved = Assert.IsType<PathResolution.WholeExtension>(Strict.Resolve(Urn.EnterpriseUser.ToUpperInvariant()));

        Assert.Equal(Urn.EnterpriseUser, resolved.Extension.Schema.Id);
    }

    [Fact]
    [Holds("X-04")]
    public void The_longest_urn_wins()
    {
        var shorter = new Schema("urn:x:a", "A", "", [new AttributeDefinition { Name = "b" }]);
        var longer = new Schema("urn:x:a:b", "B", "", [new AttributeDefinition { Name = "c" }]);
        var type = VectorSchemas.User with { Extensions = [new SchemaExtension(shorter), new SchemaExtension(longer)] };
        var resolver = new PathResolver(type, Tolerances.None);

        Assert.Equal("urn:x:a:b:c", Assert.IsType<PathResolution.Found>(resolver.Resolve("urn:x:a:b:c")).Path.ToString());
        Assert.Same(longer, Assert.IsType<PathResolution.WholeExtension>(resolver.Resolve("urn:x:a:b")).Extension.Schema);
    }

    [Fact]
    [Holds("X-05", "G-15")]
    public void A_name_without_urn_is_looked_for_in_the_extensions_only_when_tolerated_and_never_before_the_base_schema()
    {
        var shadow = new Schema("urn:x:first", "First", "", [new AttributeDefinition { Name = "title" }, new AttributeDefinition { Name = "badge" }]);
        var type = VectorSchemas.User with { Extensions = [new SchemaExtension(shadow), .. VectorSchemas.User.Extensions] };
        var tolerant = new PathResolver(type, Tolerances.All);

        Assert.Equal("title", Assert.IsType<PathResolution.Found>(tolerant.Resolve("title")).Path.ToString());
        Assert.Equal("urn:x:first:badge", Assert.IsType<PathResolution.Found>(tolerant.Resolve("badge")).Path.ToString());
        Assert.Equal(Urn.EnterpriseUser + ":manager.value", Assert.IsType<PathResolution.Found>(tolerant.Resolve("manager.value")).Path.ToString());
    }

    static PathResolver Strict { get; } = new(VectorSchemas.User, Tolerances.None);
}
