using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Roster.Scim.Messages;
using Roster.Scim.Resources;

namespace Roster.Scim.Bulk;

/// <summary>A bulk job (RFC 7644 section 3.7) whose message is sound. What is wrong with a single operation is kept with it.</summary>
/// <param name="FailOnErrors">After how many errors the job ends; null when it goes on to the end.</param>
public sealed record BulkRequest(ImmutableArray<BulkOperation> Operations, int? FailOnErrors)
{
    /// <summary>Reads the message; names of members and methods in any letter case, unknown members ignored.</summary>
    /// <param name="caller">Whose own user <c>/Me</c> is.</param>
    /// <exception cref="ScimException"><c>invalidSyntax</c>; <c>invalidValue</c> for <c>failOnErrors</c>; 413 when there are too many operations.</exception>
    public static BulkRequest Parse(JsonElement body, ScimProfile profile, Caller caller)
    {
        if (!body.Member("schemas").Elements().Any(u => string.Equals(u.Text(), Urn.BulkRequest, StringComparison.OrdinalIgnoreCase)))
            throw ScimError.InvalidSyntax($"'schemas' must name '{Urn.BulkRequest}'.").ToException();
        if (body.Member("Operations") is not { ValueKind: JsonValueKind.Array } operations || operations.GetArrayLength() == 0)
            throw ScimError.InvalidSyntax("'Operations' must be an array of at least one operation.").ToException();
        if (operations.GetArrayLength() > profile.BulkLimits.MaxOperations)
            throw ScimError.TooLarge($"'Operations' has {operations.GetArrayLength()} operations; at most {profile.BulkLimits.MaxOperations} are allowed in one job. Nothing was done; split it.").ToException();

        var failOnErrors = FailOn(body.Member("failOnErrors"));
        return new BulkRequest(WithoutDoubled([.. operations.EnumerateArray().Select((o, i) => BulkOperation.Parse(o, i, profile, caller))]), failOnErrors);
    }

    static int? FailOn(JsonElement given)
    {
        if (given.IsNothing())
            return null;
        // RFC 7643 section 2.3.4: an integer has no fraction, in writing either.
        if (given.ValueKind != JsonValueKind.Number || !long.TryParse(given.GetRawText(), NumberStyles.None, CultureInfo.InvariantCulture, out var errors) || errors < 1)
            throw ScimError.InvalidValue("'failOnErrors' must be a whole number of 1 or more.").ToException();
        return (int)Math.Min(errors, int.MaxValue);
    }

    // The first of a name keeps it, so that those who refer to it mean one thing.
    static ImmutableArray<BulkOperation> WithoutDoubled(ImmutableArray<BulkOperation> operations)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. operations.Select(o => o.Method is not "POST" || o.BulkId is null || names.Add(o.BulkId) ? o
                : o with { Fault = ScimError.InvalidValue($"The bulkId '{ScimError.Quote(o.BulkId)}' belongs to an earlier POST of the job; each needs one of its own.") }),
        ];
    }
}
