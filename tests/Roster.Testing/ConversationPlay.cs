using System.Globalization;
using Roster.Probe;
using Roster.Probe.Conversations;

namespace Roster.Testing;

/// <summary>Plays a recorded client's part with a test's own client, in an organization where nobody else is.</summary>
public static class ConversationPlay
{
    /// <summary>Plays the conversation to its end, or to the first answer that would have made the client stop.</summary>
    /// <exception cref="ConversationException">Names the step, what was wrong, and what the server answered.</exception>
    public static async Task PlayAsync(this Conversation conversation, ApiClient client, string prefix)
    {
        var player = new Player((request, _) => SendAsync(client, prefix, request), prefix, alone: true)
        {
            Variables = { ["prefix"] = prefix, ["run"] = "", ["nobody"] = "00000000-0000-4000-8000-000000000000" },
        };

        await foreach (var step in player.PlayAsync(conversation.Steps, CancellationToken.None))
        {
            if (!step.Passed)
                throw new ConversationException(string.Create(CultureInfo.InvariantCulture, $"{conversation.Name}, step {step.Number} ({step.Request.Line}): {step.Fault?.ToString() ?? step.Unplayed}\nsent: {step.Request.Body}\nanswer: {step.Answer?.Told}"));
        }
    }

    static async Task<ProbeAnswer> SendAsync(ApiClient client, string prefix, ProbeRequest request)
    {
        var answer = await client.SendAsync(request.Method, prefix + request.Path, request.Body, [.. request.Headers ?? []]);
        return new(answer.Status, answer.Headers, answer.Text);
    }
}

/// <summary>The server's answer would have stopped the recorded client.</summary>
public sealed class ConversationException(string message) : Exception(message);
