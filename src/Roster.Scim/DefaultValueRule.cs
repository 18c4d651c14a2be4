using System.Text.Json.Nodes;

namespace Roster.Scim;

/// <summary>Gives a base attribute a value when a resource is created without one, unless the client sent it empty: a user who is not said to be inactive is active.</summary>
public sealed class DefaultValueRule(string resourceType, string attribute, JsonNode value) : ResourceRule
{
    /// <summary>New users are active, since no client means a user who may not sign in unless it says so.</summary>
    public static DefaultValueRule ActiveUsers { get; } = new("User", "active", JsonValue.Create(true));

    public override string ResourceType { get; } = resourceType;

    public override void Complete(ProposedWrite write)
    {
        if (write.Kind is WriteKind.Create or WriteKind.Revive && write.Attributes[attribute] is null && !write.Emptied.Contains(attribute))
            write.Attributes[attribute] = value.DeepClone();
    }
}
