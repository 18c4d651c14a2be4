using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Testing;

/// <summary>The resource types that the vectors are written for, built from the facts in <c>filters.json</c>.</summary>
public static class VectorSchemas
{
    /// <summary>The extension with an attribute of each type that the core schemas lack.</summary>
    public const string Test = "urn:example:params:scim:schemas:extension:test:2.0:User";

    static readonly JsonObject Facts = Corpus.Read("vectors", "filters.json")["attributeTypes"]!.AsObject();

    public static ResourceType User { get; } = new()
    {
        Name = "User",
        Endpoint = "/Users",
        Schema = Schema(Urn.User, "User"),
        Extensions = [new SchemaExtension(Schema(Urn.EnterpriseUser, Urn.EnterpriseUser)), new SchemaExtension(Schema(Test, Test))],
        UniqueAttribute = "userName",
        MembershipsAttribute = "groups",
        PasswordAttribute = "password",
    };

    public static ResourceType Group { get; } = new()
    {
        Name = "Group",
        Endpoint = "/Groups",
        Schema = Schema(Urn.Group, "Group"),
        MembersAttribute = "members",
    };

    static Schema Schema(string id, string facts) => new(id, id[(id.LastIndexOf(':') + 1)..], "", Attributes(Facts[facts]!.AsObject()));

    static ImmutableArray<AttributeDefinition> Attributes(JsonObject facts) => [.. facts.Select(fact => Attribute(fact.Key, fact.Value!))];

    static AttributeDefinition Attribute(string name, JsonNode fact) => new()
    {
        Name = name,
        Type = Named<AttributeType>(fact, "type"),
        MultiValued = (bool)fact["multiValued"]!,
        CaseExact = (bool)fact["caseExact"]!,
        Required = (bool)fact["required"]!,
        Mutability = Named<Mutability>(fact, "mutability"),
        Returned = Named<Returned>(fact, "returned"),
        SubAttributes = fact["subAttributes"] is JsonObject subs ? Attributes(subs) : [],
    };

    static T Named<T>(JsonNode fact, string member) where T : struct, Enum => Enum.Parse<T>((string)fact[member]!, ignoreCase: true);
}
