namespace Roster.Scim.Resources;

/// <summary>What must hold of the stored version for a write to be made (RFC 9110 section 13.2.2). Null: nothing is asked.</summary>
/// <param name="IfMatch">One of these must be the stored version.</param>
/// <param name="IfNoneMatch">None of these may be it.</param>
public sealed record WriteCondition(EntityTagCondition? IfMatch, EntityTagCondition? IfNoneMatch)
{
    public static WriteCondition None { get; } = new(null, null);

    public bool IsNone => IfMatch is null && IfNoneMatch is null;

    public bool Allows(long version) => IfMatch?.Matches(version) != false && IfNoneMatch?.Matches(version) != true;
}
