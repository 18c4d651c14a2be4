using Roster.Probe.Conversations;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>Every recorded conversation on every surface where it can be held, each in an organization of its own.</summary>
public sealed class ConversationTests(RunningServer server)
{
    static readonly string[] Prefixes = ["/api/v2/scim", "/api/v2/scim/v2", "/scim/v2"];

    public static TheoryData<string, string> Recorded()
    {
        var cases = new TheoryData<string, string>();
        foreach (var conversation in Conversation.All)
        {
            foreach (var prefix in conversation.Prefixes ?? Prefixes)
                cases.Add(conversation.Name, prefix);
        }

        return cases;
    }

    [Theory, MemberData(nameof(Recorded))]
    public async Task The_client_gets_the_answers_that_it_needs(string conversation, string prefix) =>
        await Conversation.Read(conversation).PlayAsync(await server.DirectoryAsync(), prefix);
}
