using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Testing;

/// <summary>A profile of nothing but the standard, for tests of the core.</summary>
public static class TestProfile
{
    public static ScimProfile Of(Tolerances tolerances, params ImmutableArray<ResourceType> types) => new()
    {
        Name = "test",
        Prefixes = ["/scim"],
        LocationPrefix = "/scim",
        ResourceTypes = types,
        Operations = [.. types.SelectMany(t => Enum.GetValues<Verb>().Select(v => new Operation(v, t.Name)))],
        Tolerances = tolerances,
        VersionConflict = new ScimError(412, null, "The resource has another version."),
        ErrorBody = (error, _) => new JsonObject { ["status"] = error.Status },
        ServiceProviderConfig = [],
    };
}
