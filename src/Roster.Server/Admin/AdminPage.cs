using System.Collections.Immutable;

namespace Roster.Server.Admin;

/// <summary>The query parameters of lists.</summary>
static class AdminPage
{
    public static ImmutableArray<(string Name, string Meaning)> Parameters { get; } =
        [("after", "What the page before named as next."), ("count", "Items per page, 1 to 500; 100 when it is left out.")];
}
