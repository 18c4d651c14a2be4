namespace Roster.Scim.Filters;

/// <summary>Bounds on a filter, checked before any recursion over it: what they let through cannot exhaust the stack.</summary>
/// <param name="Length">Characters of filter text; 1 or more.</param>
/// <param name="Terms">Comparisons in one filter; 1 or more.</param>
/// <param name="Depth">Parentheses and brackets inside one another (a <c>not</c> always has its own); 1 to 100.</param>
public sealed record FilterLimits(int Length = 4096, int Terms = 50, int Depth = 20)
{
    public static FilterLimits Default { get; } = new();

    /// <summary>Limits of a PATCH path, which comes in the body where no URL limit protects.</summary>
    public static FilterLimits Path { get; } = new(1024, 20, 10);
}
