using System.Text.Json.Nodes;
using Roster.Attributes;
using Roster.Server.Options;

namespace Roster.Cli.Tests.Attributes;

/// <summary>Paths as people write them: what they read and what they write.</summary>
public sealed class ValuePathTests
{
    const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    static readonly AttributeTypes Types = AttributeTypes.Standard(ResourceKind.Users);

    [Theory]
    [InlineData("title", """{"title":"v"}""")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:title", """{"title":"v"}""")]
    [InlineData("name.givenName", """{"name":{"givenName":"v"}}""")]
    [InlineData("emails[type eq \"work\"].value", """{"emails":[{"type":"work","value":"v"}]}""")]
    [InlineData("emails[type eq \"work\" and primary eq true].value", """{"emails":[{"type":"work","primary":true,"value":"v"}]}""")]
    [InlineData("emails[type eq \"a]b=c\"]", """{"emails":[{"type":"a]b=c","value":"v"}]}""")]
    [InlineData("emails", """{"emails":[{"value":"v"}]}""")]
    [InlineData("emails.value", """{"emails":[{"value":"v"}]}""")]
    [InlineData($"{Enterprise}:department", $$$"""{"{{{Enterprise}}}":{"department":"v"}}""")]
    [InlineData($"{Enterprise}:manager.value", $$$$"""{"{{{{Enterprise}}}}":{"manager":{"value":"v"}}}""")]
    public void A_value_is_put_where_there_was_nothing_read_again_and_taken_away_without_a_trace(string path, string expected)
    {
        var resource = new JsonObject();
        var at = ValuePath.Parse(path);

        at.Set(resource, "v", Types);
        Assert.Equal(expected, resource.ToJsonString());
        var read = at.Get(resource);
        Assert.Contains("v", read!.ToJsonString(), StringComparison.Ordinal);

        at.Set(resource, null, Types);
        Assert.Empty(resource);
    }

    [Theory]
    [InlineData("emails[type eq \"WORK\"].value", "new", """[{"type":"home","value":"h"},{"type":"work","value":"new","primary":true}]""")]
    [InlineData("emails[type eq \"other\"].value", "new", """[{"type":"home","value":"h"},{"type":"work","value":"w","primary":true},{"type":"other","value":"new"}]""")]
    [InlineData("emails[type eq \"work\"].value", null, """[{"type":"home","value":"h"}]""")]
    [InlineData("emails[type eq \"home\"]", null, """[{"type":"work","value":"w","primary":true}]""")]
    public void Of_a_list_the_element_that_is_meant_is_changed(string path, string? value, string expected)
    {
        var resource = JsonNode.Parse("""{"emails":[{"type":"home","value":"h"},{"type":"work","value":"w","primary":true}]}""")!.AsObject();

        ValuePath.Parse(path).Set(resource, value, Types);

        Assert.Equal(expected, resource["emails"]!.ToJsonString());
    }

    [Fact]
    public void A_part_is_taken_away_and_what_else_the_element_says_stays()
    {
        var resource = JsonNode.Parse("""{"addresses":[{"type":"work","locality":"Bonn","country":"DE"}]}""")!.AsObject();

        ValuePath.Parse("addresses[type eq \"work\"].locality").Set(resource, null, Types);

        Assert.Equal("""[{"type":"work","country":"DE"}]""", resource["addresses"]!.ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("first name")]
    [InlineData("1st")]
    [InlineData("name.")]
    [InlineData("name.a.b")]
    [InlineData("emails[type eq \"work\"")]
    [InlineData("emails[type eq \"work\"]value")]
    [InlineData("emails[type sw \"work\"].value")]
    [InlineData("emails[type eq \"a\" or type eq \"b\"].value")]
    [InlineData("emails[].value")]
    [InlineData("enterprise:department")]
    public void What_is_no_path_is_refused(string text) => Assert.Throws<FormatException>(() => ValuePath.Parse(text));

    [Theory]
    [InlineData("title=a=b", "title", "\"a=b\"")]
    [InlineData("active=FALSE", "active", "false")]
    [InlineData("employeeNumber=0042", "employeeNumber", "\"0042\"")]
    [InlineData("emails[type eq \"a=b\"].value=c", "emails[type eq \"a=b\"].value", "\"c\"")]
    [InlineData("emails:=[{\"value\":\"a\"}]", "emails", "[{\"value\":\"a\"}]")]
    [InlineData("title=", "title", null)]
    public void An_assignment_is_a_path_and_a_value_of_its_type(string text, string path, string? value)
    {
        var assignment = Assignment.Parse(text, Types);

        Assert.Equal((path, value), (assignment.Path.Text, assignment.Value?.ToJsonString()));
    }

    [Theory]
    [InlineData("title")]
    [InlineData("=a")]
    [InlineData("active=maybe")]
    [InlineData("emails:=[")]
    [InlineData("emails:=null")]
    public void What_is_no_assignment_is_refused(string text) => Assert.Throws<OptionsException>(() => Assignment.Parse(text, Types));
}
