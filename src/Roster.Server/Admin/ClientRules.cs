using System.Collections.Immutable;
using Roster.Scim.Messages;

namespace Roster.Server.Admin;

/// <summary>What a client may be called, be allowed and how long its tokens may live; for the API and the command line alike.</summary>
public static class ClientRules
{
    public const int ShortestLifetime = 300;
    public const int LongestLifetime = 450 * 24 * 60 * 60;
    public const int DefaultLifetime = 24 * 60 * 60;

    /// <exception cref="ScimException">400 <c>invalidValue</c>.</exception>
    public static string Name(string name) =>
        name.Length is > 0 and <= 256 && !name.Any(char.IsControl) ? name : throw ScimError.InvalidValue("A name has 1 to 256 characters and no control characters.").ToException();

    /// <exception cref="ScimException">400 <c>invalidValue</c>.</exception>
    public static TimeSpan Lifetime(long seconds) =>
        seconds is >= ShortestLifetime and <= LongestLifetime ? TimeSpan.FromSeconds(seconds)
        : throw ScimError.InvalidValue($"The lifetime of tokens is {ShortestLifetime} to {LongestLifetime} seconds.").ToException();

    /// <exception cref="ScimException">400 <c>invalidValue</c> when one is none of those that there are.</exception>
    public static ImmutableHashSet<string> Permissions(IEnumerable<string> given, ImmutableSortedSet<string> known)
    {
        var permissions = given.ToImmutableHashSet(StringComparer.Ordinal);
        return permissions.FirstOrDefault(p => !known.Contains(p)) is { } unknown
            ? throw ScimError.InvalidValue($"'{ScimError.Quote(unknown)}' is not a permission. There are: {string.Join(", ", known)}.").ToException()
            : permissions;
    }
}
