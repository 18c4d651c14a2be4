using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace DirectoryProfile;

/// <summary>
/// A door for people who look colleagues up: <c>/hr/v1/people</c> lists and shows the directory's users with a few of their attributes, to clients with a
/// permission of its own, and words failures its own way. It cannot write.
/// </summary>
static class HrDoor
{
    const string Prefix = "/hr/v1";
    const string View = "hr:person:view";

    public static ScimProfile Create() => new()
    {
        Name = "HR",
        Prefixes = [Prefix],
        LocationPrefix = Prefix,
        AbsoluteLocations = false,
        ResourceTypes = [Person],
        Operations = [new(Verb.List, "User", View), new(Verb.Get, "User", View), new(Verb.List, "Schema"), new(Verb.Get, "Schema")],
        UnfilteredLists = ImmutableDictionary<string, string>.Empty.Add("User", "active eq true"),
        FilterAliases = ImmutableDictionary<string, string>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase).Add("surname", "name.familyName"),
        RequestsPerMinute = 600,
        VersionConflict = new ScimError(412, null, "The person has changed."),
        ErrorBody = (error, correlationId) => new JsonObject { ["problem"] = error.Detail, ["reference"] = correlationId },
        ServiceProviderConfig = [],
    };

    // The name says which stored resources these are; endpoint and schemas say what this door makes of them.
    static ResourceType Person { get; } = new()
    {
        Name = "User",
        Endpoint = "/people",
        Description = "Somebody who works here.",
        Schema = Schema.FromResource<HrDoorSchemas>("Person.json"),
        Extensions = [new(Schema.FromResource<HrDoorSchemas>("Employment.json"))],
        UniqueAttribute = "userName",
    };
}

/// <summary>Tells in which assembly the schemas lie.</summary>
sealed class HrDoorSchemas;
