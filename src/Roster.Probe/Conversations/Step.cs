using System.Text.Json.Nodes;

namespace Roster.Probe.Conversations;

/// <summary>One request of a recorded client, with the answer that keeps the client going. <c>tests/corpus/conversations/README.md</c> says what a step can hold.</summary>
public sealed class Step(JsonObject recorded)
{
    /// <summary>Why the step is there, when that is not plain.</summary>
    public string? Say => (string?)recorded["say"];

    public string Request => (string)recorded["request"]!;

    public int Repeat => (int?)recorded["repeat"] ?? 1;

    public JsonObject Headers => recorded["headers"] as JsonObject ?? [];

    public JsonNode? Body => recorded["body"];

    /// <summary>A body that is no JSON on purpose.</summary>
    public string? Text => (string?)recorded["text"];

    public IReadOnlyList<int> Statuses => recorded["status"] is JsonArray several ? [.. several.Select(s => (int)s!)] : [(int)recorded["status"]!];

    public JsonObject AnswerHeaders => recorded["answerHeaders"] as JsonObject ?? [];

    public JsonNode? Answer => recorded["answer"];

    public bool HasAnswer => recorded.ContainsKey("answer");

    /// <summary>A text that must not be anywhere in the answer.</summary>
    public string? Never => (string?)recorded["never"];

    public JsonObject Capture => recorded["capture"] as JsonObject ?? [];

    /// <summary>The answer can be as it is described only where nobody else's resources are; elsewhere its status alone is judged.</summary>
    public bool Alone => (bool?)recorded["alone"] ?? false;

    /// <summary>It makes what later steps need and is not what is judged.</summary>
    public bool Prepares => (bool?)recorded["prepares"] ?? false;

    /// <summary>What the client can and cannot do when this step fails although it goes on. Null: it does not go on.</summary>
    public string? Limit => (string?)recorded["limit"];

    public IEnumerable<string> Holds => (recorded["holds"] as JsonArray ?? []).Select(id => (string)id!);

    /// <summary>Whether it makes a resource when the server does what is expected.</summary>
    public bool Creates => Request.StartsWith("POST ", StringComparison.Ordinal) && Statuses.Contains(201);

    /// <summary>The step with what the surface rightly does otherwise put in place of what is usual.</summary>
    public Step On(string surface)
    {
        if (recorded["on"]?[surface] is not JsonObject otherwise)
            return this;

        var there = recorded.DeepClone().AsObject();
        foreach (var (name, value) in otherwise)
            there[name] = value?.DeepClone();
        return new(there);
    }

    /// <summary>Every text in it where a variable may stand.</summary>
    internal string Everything => recorded.ToJsonString(Plain);

    // Escaped braces would hide the variables.
    static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
