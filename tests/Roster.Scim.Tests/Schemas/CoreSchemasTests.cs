using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Schemas;

public sealed class CoreSchemasTests
{
    static readonly JsonObject Facts =
        JsonNode.Parse(File.ReadAllText(Corpus.Path("vectors/filters.json")))!["attributeTypes"]!.AsObject();

    public static TheoryData<string> Owners => ["User", "Group", "common", Urn.EnterpriseUser];

    [Theory]
    [MemberData(nameof(Owners))]
    [Holds("S-29", "DI-18")]
    public void Characteristics_are_those_the_vectors_rely_on(string owner)
    {
        // 'schemas' holds references that compare without regard to case (RFC 7644 section 3.10), which a reference cannot; so it is text to us.
        foreach (var (name, facts) in Facts[owner]!.AsObject().Where(a => a.Key != "schemas"))
            Assert.All(Find(owner, name), attribute => AssertIs(facts!.AsObject(), attribute, $"{owner} {name}"));
    }

    // A schema may list a common attribute (RFC 7643 section 7), and is then the one that counts; so each type is asked.
    static AttributeDefinition?[] Find(string owner, string name) => owner switch
    {
        "User" => [CoreSchemas.User.Attribute(name)],
        "Group" => [CoreSchemas.Group.Attribute(name)],
        "common" => [CoreResourceTypes.User.BaseAttribute(name), CoreResourceTypes.Group.BaseAttribute(name)],
        _ => [CoreSchemas.EnterpriseUser.Attribute(name)],
    };

    static void AssertIs(JsonObject facts, AttributeDefinition? attribute, string path)
    {
        Assert.True(attribute is not null, $"{path} is missing");
        var expected = (
            facts["type"]!.GetValue<string>(), facts["multiValued"]!.GetValue<bool>(), facts["caseExact"]!.GetValue<bool>(),
            facts["mutability"]!.GetValue<string>(), facts["returned"]!.GetValue<string>(), facts["required"]!.GetValue<bool>());

        Assert.True(
            expected == (Word(attribute!.Type), attribute.MultiValued, attribute.ComparesExactly, Word(attribute.Mutability), Word(attribute.Returned), attribute.Required),
            $"{path}: expected {expected}, but it is {attribute}");
        if (facts["subAttributes"] is JsonObject parts)
        {
            foreach (var (name, part) in parts)
                AssertIs(part!.AsObject(), attribute.Sub(name), $"{path}.{name}");
        }
    }

    static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static TheoryData<string, string> Names => new()
    {
        { Urn.User, "userName,name,displayName,nickName,profileUrl,title,userType,preferredLanguage,locale,timezone,active,password,emails,phoneNumbers,ims,photos,addresses,groups,entitlements,roles,x509Certificates" },
        { Urn.Group, "displayName,members" },
        { Urn.EnterpriseUser, "employeeNumber,costCenter,organization,division,department,manager" },
        { Urn.ServiceProviderConfig, "documentationUri,patch,bulk,filter,changePassword,sort,etag,pagination,authenticationSchemes" },
        { Urn.ResourceType, "id,name,description,endpoint,schema,schemaExtensions" },
        { Urn.Schema, "id,name,description,attributes" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    [Holds("S-53", "DI-17")]
    public void A_core_schema_has_the_standards_attributes(string urn, string attributes)
    {
        var schema = Assert.Single(All, s => s.Id == urn);

        Assert.Equal(attributes.Split(','), schema.Attributes.Select(a => a.Name));
        Assert.All(schema.Attributes, a => Assert.NotEmpty(a.Description));
    }

    [Fact]
    [Holds("DI-17")]
    public void Verified_errata_are_applied()
    {
        Assert.True(CoreSchemas.Group.Attribute("displayName")!.Required);
        Assert.Contains("binary", Attributes("type").CanonicalValues);
        Assert.True(Attributes("referenceTypes").MultiValued);
        Assert.True(CoreSchemas.ResourceType.Attribute("schemaExtensions")!.MultiValued);
        Assert.Equal(["Group"], CoreSchemas.User.Attribute("groups")!.Sub("$ref")!.ReferenceTypes);
        Assert.True(CoreSchemas.EnterpriseUser.Attribute("manager")!.Sub("value")!.CaseExact);
        Assert.Equal(Uniqueness.Server, CoreSchemas.User.Attribute("userName")!.Uniqueness);

        static AttributeDefinition Attributes(string name) => CoreSchemas.Schema.Attribute("attributes")!.Sub(name)!;
    }

    [Fact]
    [Holds("S-55")]
    public void Every_reference_says_what_it_may_refer_to()
    {
        var references = All.SelectMany(s => s.Attributes).SelectMany(a => a.SubAttributes.Prepend(a)).Where(a => a.Type == AttributeType.Reference).ToList();

        Assert.NotEmpty(references);
        Assert.All(references, a => Assert.NotEmpty(a.ReferenceTypes));
    }

    [Fact]
    public void A_schema_is_written_as_it_was_read()
    {
        foreach (var schema in All)
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                writer.WriteStartObject();
                schema.WriteTo(writer);
                writer.WriteEndObject();
            }

            using var json = JsonDocument.Parse(stream.ToArray());
            var again = Schema.FromJson(json.RootElement);

            Assert.Equal(schema.Attributes.Select(a => a.Name), again.Attributes.Select(a => a.Name));
            Assert.Equal(schema.Attributes.Select(a => a.SubAttributes.Length), again.Attributes.Select(a => a.SubAttributes.Length));
        }
    }

    [Fact]
    [Holds("S-28")]
    public void Only_the_schema_of_schemas_has_complex_parts()
    {
        using var json = JsonDocument.Parse("""{"id":"urn:x","attributes":[{"name":"a","type":"complex","subAttributes":[{"name":"b","type":"complex"}]}]}""");

        Assert.Throws<FormatException>(() => Schema.FromJson(json.RootElement));
        Assert.True(CoreSchemas.Schema.Attribute("attributes")!.Sub("subAttributes")!.IsComplex);
    }

    static readonly Schema[] All =
        [CoreSchemas.User, CoreSchemas.Group, CoreSchemas.EnterpriseUser, CoreSchemas.ServiceProviderConfig, CoreSchemas.ResourceType, CoreSchemas.Schema];
}
