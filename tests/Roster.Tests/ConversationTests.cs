using System.Reflection;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>Every recorded conversation on every surface where it can be held, each in an organization of its own.</summary>
public sealed class ConversationTests(RunningServer server)
{
    /// <summary>Where the recordings lie.</summary>
    internal static string Folder => Path.Combine(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!,
        "tests", "corpus", "conversations");

    static readonly string[] Prefixes = ["/api/v2/scim", "/api/v2/scim/v2", "/scim/v2"];

    public static TheoryData<string, string> Recorded()
    {
        var cases = new TheoryData<string, string>();
        foreach (var file in Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            foreach (var prefix in Conversation.Read(Folder, name).Prefixes ?? Prefixes)
                cases.Add(name, prefix);
        }

        return cases;
    }

    [Theory, MemberData(nameof(Recorded))]
    public async Task The_client_gets_the_answers_that_it_needs(string conversation, string prefix) =>
        await Conversation.Read(Folder, conversation).PlayAsync(await server.DirectoryAsync(), prefix);
}
