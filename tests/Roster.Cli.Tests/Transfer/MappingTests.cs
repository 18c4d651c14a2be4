using System.Text.Json.Nodes;
using Roster.Attributes;
using Roster.Server.Options;
using Roster.Transfer;

namespace Roster.Cli.Tests.Transfer;

/// <summary>What a row says in SCIM's terms, and where it differs from what is there.</summary>
public sealed class MappingTests
{
    static readonly AttributeTypes Types = AttributeTypes.Standard(ResourceKind.Users);

    static MappedRow Map(string mapping, params (string Name, string Value)[] cells) =>
        Mapping.Read(JsonNode.Parse(mapping)!.AsObject(), Types).Map(new Row.Cells(2, [.. cells.Select(c => KeyValuePair.Create(c.Name, c.Value))]));

    static string Resource(MappedRow row)
    {
        Assert.Empty(row.Rejections);
        var resource = new JsonObject();
        row.ApplyTo(resource, Types);
        return resource.ToJsonString(Roster.Output.CellText.Compact);
    }

    [Theory]
    [InlineData("""{"columns":{"Login":"userName"}}""", "Login", "ana", """{"userName":"ana"}""")]
    [InlineData("""{"columns":{"login":"userName"}}""", "LOGIN", "ana", """{"userName":"ana"}""")]
    [InlineData("""{"columns":{"On":{"path":"active","type":"boolean","true":["ja","1"],"false":"nein"}}}""", "On", "JA", """{"active":true}""")]
    [InlineData("""{"columns":{"On":{"path":"active","type":"boolean","true":["ja","1"],"false":"nein"}}}""", "On", "nein", """{"active":false}""")]
    [InlineData("""{"columns":{"On":"active"}}""", "On", "TRUE", """{"active":true}""")]
    [InlineData("""{"columns":{"Mail":["userName","emails[type eq \"work\"].value"]}}""", "Mail", "a@x", """{"userName":"a@x","emails":[{"type":"work","value":"a@x"}]}""")]
    [InlineData("""{"columns":{"Roles":{"path":"roles","separator":";"}}}""", "Roles", "agent; lead;", """{"roles":[{"value":"agent"},{"value":"lead"}]}""")]
    [InlineData("""{"columns":{"Roles":"roles"}}""", "Roles", "agent;lead", """{"roles":[{"value":"agent;lead"}]}""")]
    [InlineData("""{"columns":{"Since":{"path":"hired","type":"date","format":"dd.MM.yyyy"}}}""", "Since", "31.12.2025", """{"hired":"2025-12-31"}""")]
    [InlineData("""{"columns":{"Level":{"path":"level","type":"integer"}}}""", "Level", "7", """{"level":7}""")]
    [InlineData("""{"columns":{"Level":{"path":"level","type":"decimal"}}}""", "Level", "7.5", """{"level":7.5}""")]
    [InlineData("""{"columns":{"Boss":{"path":"urn:x:User:manager.value","type":"reference"}}}""", "Boss", "bo", """{"urn:x:User":{"manager":{"value":"userName:bo"}}}""")]
    [InlineData("""{"columns":{"Boss":{"path":"urn:x:User:manager.value","type":"reference","by":"externalId"}}}""", "Boss", "7", """{"urn:x:User":{"manager":{"value":"externalId:7"}}}""")]
    [InlineData("""{"columns":{"Boss":{"path":"urn:x:User:manager.value","type":"dn"}}}""", "Boss", "uid=bo,o=x", """{"urn:x:User":{"manager":{"value":"userName:bo"}}}""")]
    [InlineData("""{"columns":{"J":{"path":"emails","type":"json"}}}""", "J", "[{\"value\":\"a\"}]", """{"emails":[{"value":"a"}]}""")]
    [InlineData("""{"columns":{"Login":"userName"},"constants":{"userType":"agent","emails[type eq \"work\"].primary":true}}""", "Login", "ana", """{"userName":"ana","userType":"agent","emails":[{"type":"work","primary":true}]}""")]
    public void A_mapping_file_makes_attributes_of_columns(string mapping, string column, string cell, string expected) => Assert.Equal(expected, Resource(Map(mapping, (column, cell))));

    [Theory]
    [InlineData("""{"columns":{"A":"displayName","B":"displayName"}}""", "x", "y", "x")]
    [InlineData("""{"columns":{"A":"displayName","B":"displayName"}}""", "", "y", "y")]
    public void Of_several_columns_the_first_that_has_a_value_counts(string mapping, string a, string b, string expected) =>
        Assert.Equal($$"""{"displayName":"{{expected}}"}""", Resource(Map(mapping, ("A", a), ("B", b))));

    [Fact]
    public void An_empty_cell_takes_away_unless_it_shall_keep_and_a_column_that_is_not_there_says_nothing()
    {
        Assert.Null(Assert.Single(Map("""{"columns":{"T":"title","N":"nickName"}}""", ("T", "")).Assignments).Value);
        Assert.Empty(Map("""{"columns":{"T":"title"},"empty":"keep"}""", ("T", "")).Assignments);
    }

    [Theory]
    [InlineData("""{"columns":{"On":"active"}}""", "maybe", "active")]
    [InlineData("""{"columns":{"On":{"path":"x","type":"integer"}}}""", "1.5", "x")]
    [InlineData("""{"columns":{"On":{"path":"x","type":"date"}}}""", "31.12.2025", "x")]
    [InlineData("""{"columns":{"On":{"path":"x","type":"dn"}}}""", "nobody", "x")]
    [InlineData("""{"columns":{"On":{"path":"x","type":"json"}}}""", "{", "x")]
    public void A_cell_that_is_no_such_value_is_told_with_its_attribute_and_column(string mapping, string cell, string attribute)
    {
        var rejection = Assert.Single(Map(mapping, ("On", cell)).Rejections);

        Assert.Equal(attribute, rejection.Attribute);
        Assert.Contains("'On'", rejection.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"columns":{}}""")]
    [InlineData("""{"columns":{"A":"first name"}}""")]
    [InlineData("""{"columns":{"A":7}}""")]
    [InlineData("""{"columns":{"A":{"type":"string"}}}""")]
    [InlineData("""{"columns":{"A":{"path":"x","type":"colour"}}}""")]
    [InlineData("""{"columns":{"A":{"path":"x","typ":"string"}}}""")]
    [InlineData("""{"columns":{"A":"x"},"empty":"ignore"}""")]
    [InlineData("""{"columns":{"A":"x"},"mtch":"userName"}""")]
    [InlineData("""{"columns":{"A":"x"},"constants":{"y":null}}""")]
    public void What_is_no_mapping_is_refused(string mapping) => Assert.Throws<OptionsException>(() => Map(mapping));

    [Fact]
    public void Columns_that_are_called_by_paths_need_no_mapping_and_others_do()
    {
        var mapping = Mapping.OfColumns(["userName", "active", "members"], Types);

        Assert.Equal("""{"userName":"a","active":true,"members":[{"value":"1"},{"value":"2"}]}""",
            Resource(mapping.Map(new Row.Cells(2, [new("userName", "a"), new("active", "true"), new("members", "1;2")]))));
        Assert.Throws<OptionsException>(() => Mapping.OfColumns(["First name"], Types));
    }

    [Fact]
    public void LDIF_has_what_inetOrgPerson_has()
    {
        var row = Mapping.OfLdif(ResourceKind.Users, Types).Map(new Row.Cells(1,
            [new("dn", "uid=ana,o=x"), new("objectClass", "inetOrgPerson"), new("uid", "ana"), new("cn", "Ruiz Ana"), new("displayName", "Ana Ruiz"), new("SN", "Ruiz"), new("mail", "a@x"), new("mail", "b@x"), new("ou", "Care"), new("manager", "uid=bo,o=x")]));

        Assert.Equal(
            """{"userName":"ana","displayName":"Ana Ruiz","name":{"familyName":"Ruiz"},"emails":[{"type":"work","value":"a@x"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Care","manager":{"value":"userName:bo"}}}""",
            Resource(row));
    }

    [Theory]
    [InlineData("""{"title":"a"}""", """{"title":"b"}""", "title")]
    [InlineData("""{"title":"a"}""", """{}""", "title")]
    [InlineData("""{"id":"1","meta":{},"groups":[],"schemas":["x"]}""", """{}""")]
    [InlineData("""{"name":{"givenName":"A","familyName":"B"}}""", """{"name":{"givenName":"A","familyName":"C"}}""", "name.familyName")]
    [InlineData("""{"emails":[{"value":"a","type":"work","primary":true,"display":"A"}]}""", """{"emails":[{"value":"a","type":"work"}]}""")]
    [InlineData("""{"emails":[{"value":"a"},{"value":"b"}]}""", """{"emails":[{"value":"b"},{"value":"a"}]}""")]
    [InlineData("""{"emails":[{"value":"a"}]}""", """{"emails":[{"value":"A"}]}""", "emails")]
    [InlineData("""{"emails":[]}""", """{}""")]
    [InlineData("""{"n":4}""", """{"n":4.0}""")]
    [InlineData("""{"urn:x:User":{"department":"a","manager":{"value":"1","$ref":"u","displayName":"B"}}}""", """{"urn:x:User":{"department":"b","manager":{"value":"1"}}}""", "urn:x:User:department")]
    [InlineData("""{}""", """{"urn:x:User":{"manager":{"value":"1"}}}""", "urn:x:User:manager.value")]
    [InlineData("""{}""", """{"password":"secret"}""")]
    public void Only_what_a_client_can_write_and_what_says_something_else_differs(string before, string after, params string[] paths) =>
        Assert.Equal(paths, Difference.Between(JsonNode.Parse(before)!.AsObject(), JsonNode.Parse(after)!.AsObject()).Select(d => d.Path));

    [Fact]
    public void Members_come_and_go_one_by_one()
    {
        var patch = new Roster.Client.ScimPatch();
        foreach (var difference in Difference.Between(JsonNode.Parse("""{"members":[{"value":"1","type":"User"},{"value":"2"}]}""")!.AsObject(), JsonNode.Parse("""{"members":[{"value":"2"},{"value":"3"}]}""")!.AsObject()))
            difference.AddTo(patch);

        Assert.Equal(["remove members[value eq \"1\"] ", """add members [{"value":"3"}]"""], patch.Operations.Select(o => $"{o.Op} {o.Path} {o.Value?.ToJsonString()}"));
    }

    [Fact]
    public void References_by_name_become_ids_and_those_that_lead_nowhere_are_told()
    {
        var row = Mapping.OfDocuments(Types).Map(new Row.Document(1, JsonNode.Parse(
            """{"displayName":"Care","title":"userName:x","members":[{"value":"userName:ana"},{"value":"42"},{"value":"externalId:7"}]}""")!.AsObject()));

        Assert.Equal([new("userName", "ana"), new("externalId", "7")], Reference.In(row));
        var resolved = Reference.Resolve(row, r => r.Name == "ana" ? "id-of-ana" : null);
        Assert.Equal("members", Assert.Single(resolved.Rejections).Attribute);
        Assert.Contains("id-of-ana", resolved.Assignments[2].Value!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("userName:x", (string?)resolved.Assignments[1].Value);
    }
}
