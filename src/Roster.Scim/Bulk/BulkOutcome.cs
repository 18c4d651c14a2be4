using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim.Bulk;

/// <summary>What became of an operation.</summary>
/// <param name="Type">With <paramref name="Id"/>, the resource that the operation was about or made; null when there is none to name.</param>
/// <param name="Version">The version that the operation left; null when it is not known, or nothing is left.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record BulkOutcome(BulkOperation Operation, int Status, ResourceType? Type, string? Id, long? Version, ScimError? Error)
{
    internal static BulkOutcome Failed(BulkOperation operation, ScimError error, string? id) =>
        new(operation, error.Status, id is null ? null : operation.Type, id, null, error);
}
