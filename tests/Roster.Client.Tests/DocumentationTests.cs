using System.Reflection;

namespace Roster.Client.Tests;

/// <summary>What <c>docs/client.md</c> shows is what is compiled.</summary>
public sealed class DocumentationTests
{
    static readonly string Root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    public static TheoryData<string> Blocks =>
        [.. File.ReadAllText(Path.Combine(Root, "docs", "client.md")).Split("```csharp\n")[1..].Select(b => b[..b.IndexOf("```", StringComparison.Ordinal)])];

    [Theory, MemberData(nameof(Blocks))]
    public void The_page_shows_what_is_compiled(string block) =>
        Assert.Contains(Lines(block), Lines(File.ReadAllText(Path.Combine(Root, "samples", "ClientTour", "Tour.cs"))), StringComparison.Ordinal);

    static string Lines(string code) => string.Join('\n', code.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0));
}
