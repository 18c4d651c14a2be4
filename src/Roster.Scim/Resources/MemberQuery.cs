using System.Collections.Immutable;

namespace Roster.Scim.Resources;

/// <summary>A question about the members of one group. The order is that in which they were added.</summary>
public sealed record MemberQuery
{
    /// <summary>Every match is among these; default when nothing is known.</summary>
    public ImmutableArray<string> Ids { get; init; }

    /// <summary>Decides about one member, which it sees with its type and, as far as <see cref="Names"/> says, its name; null accepts all.</summary>
    public Func<Member, bool>? Judge { get; init; }

    /// <summary>Whether members come with their names.</summary>
    public bool Names { get; init; }

    /// <summary>Where the page before this one ended; null begins at the first member.</summary>
    public long? After { get; init; }

    /// <summary>How many matches (after <see cref="After"/>) to pass over.</summary>
    public int Skip { get; init; }

    /// <summary>How many matches to return at most; 0 asks for the total alone.</summary>
    public int Take { get; init; }

    /// <summary>How many members may be given to the judge before the answer is <c>tooMany</c>.</summary>
    public int LookThrough { get; init; } = int.MaxValue;
}

/// <summary>A page of members, as of one moment.</summary>
/// <param name="TotalResults">How many match, on this page and on all others.</param>
/// <param name="Next">The <see cref="MemberQuery.After"/> of the next page; null when this is the last. It stays good whoever comes and goes.</param>
public sealed record MemberPage(long TotalResults, ImmutableArray<Member> Members, long? Next);
