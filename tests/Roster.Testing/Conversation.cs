using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Roster.Testing;

/// <summary>
/// A recorded exchange between a client and the server: requests in order, each with the answer that keeps the client going. The files
/// lie in <c>tests/corpus/conversations</c>; <c>README.md</c> beside them says what a step can hold.
/// </summary>
public sealed partial class Conversation(string name, JsonObject recorded)
{
    readonly Dictionary<string, string> _captured = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    /// <summary>The surfaces where it can be held, by prefix; null: on every one.</summary>
    public IReadOnlyList<string>? Prefixes { get; } = (recorded["prefixes"] as JsonArray)?.Select(p => (string)p!).ToList();

    /// <summary>The requirement lines that it holds: the file's own and those of its steps.</summary>
    public IReadOnlyList<string> Holds { get; } =
        [.. recorded["steps"]!.AsArray().Select(step => step!["holds"]).Prepend(recorded["holds"]).OfType<JsonArray>().SelectMany(ids => ids).Select(id => (string)id!).Distinct(StringComparer.Ordinal)];

    public static Conversation Read(string folder, string name) =>
        new(name, JsonNode.Parse(File.ReadAllText(Path.Combine(folder, name + ".json")))!.AsObject());

    /// <summary>Plays the client's part to the end, or to the first answer that would have made it stop.</summary>
    /// <exception cref="ConversationException">Names the step, what was wrong, and what the server answered.</exception>
    public async Task PlayAsync(ApiClient client, string prefix)
    {
        _captured["prefix"] = prefix;
        var number = 0;
        foreach (var step in recorded["steps"]!.AsArray().Select(s => On(s!.AsObject(), prefix)))
        {
            number++;
            for (var n = 1; n <= (step["repeat"] is { } times ? (int)times! : 1); n++)
            {
                _captured["n"] = n.ToString(CultureInfo.InvariantCulture);
                await PlayAsync(step, number, client, prefix);
            }
        }
    }

    /// <summary>The step with what the surface rightly does otherwise put in place of what is usual.</summary>
    static JsonObject On(JsonObject step, string prefix)
    {
        if (step["on"]?[prefix] is not JsonObject otherwise)
            return step;

        var there = step.DeepClone().AsObject();
        foreach (var (name, value) in otherwise)
            there[name] = value?.DeepClone();
        return there;
    }

    async Task PlayAsync(JsonObject step, int number, ApiClient client, string prefix)
    {
        var (method, path) = Split(Fill((string)step["request"]!));
        var headers = (step["headers"]?.AsObject() ?? []).Select(h => (h.Key, Fill((string)h.Value!))).ToArray();
        var body = step["text"] is { } text ? (string)text! : step["body"] is { } json ? Fill(json).ToJsonString() : null;

        var answer = await client.SendAsync(method, prefix + path, body, headers);

        if (Fault(step, answer) is { } fault)
            throw new ConversationException($"{Name}, step {number.ToString(CultureInfo.InvariantCulture)} ({method} {path}): {fault}\nsent: {body}\nanswer: {answer.Status} {answer.Text}");

        foreach (var (variable, at) in step["capture"]?.AsObject() ?? [])
            _captured[variable] = At(answer.Body, (string)at!)?.ToString() ?? throw new ConversationException($"{Name}, step {number}: nothing at {at} in {answer.Text}");
    }

    string? Fault(JsonObject step, Answer answer)
    {
        var statuses = step["status"] is JsonArray several ? several.Select(s => (int)s!).ToArray() : [(int)step["status"]!];
        if (!statuses.Contains(answer.Status))
            return $"expected status {string.Join(" or ", statuses)}";

        foreach (var (header, expected) in step["answerHeaders"]?.AsObject() ?? [])
        {
            if (Difference(Fill(expected!), answer.Headers.TryGetValue(header, out var value) ? value : null, header) is { } wrong)
                return wrong;
        }

        // A client that is content with 200 and with 204 looks at the body only when there is one.
        if (answer.Status == 204)
            return answer.Text.Length == 0 ? null : "a 204 has no body";

        if (step["answer"] is { } answerExpected && Difference(Fill(answerExpected), answer.Body, "") is { } difference)
            return difference;

        return step["never"] is { } never && answer.Text.Contains(Fill((string)never!), StringComparison.Ordinal) ? $"{never} is in the answer" : null;
    }

    /// <summary>
    /// What <paramref name="actual"/> lacks of <paramref name="expected"/>. Objects may hold more than expected; null means absent; arrays hold
    /// the same number of values in any order; <c>{"$match": "regex"}</c> describes a text, <c>{"$count": n}</c> and <c>{"$contains": x}</c>
    /// an array, <c>{"$exactly": {…}}</c> an object that holds nothing else.
    /// </summary>
    static string? Difference(JsonNode? expected, JsonNode? actual, string at)
    {
        switch (expected)
        {
            case null:
                return actual is null ? null : $"{at} is there";
            case JsonObject pattern when pattern["$match"] is { } regex:
                return actual is JsonValue && Regex.IsMatch(actual.ToString(), (string)regex!, RegexOptions.None, TimeSpan.FromSeconds(1)) ? null : $"{at} does not match {regex}";
            case JsonObject pattern when pattern["$count"] is { } count:
                return actual is JsonArray counted && counted.Count == (int)count! ? null : $"{at} does not hold {count} values";
            case JsonObject pattern when pattern["$contains"] is { } element:
                return actual is JsonArray holder && holder.Any(candidate => Difference(element, candidate, at) is null) ? null : $"{at} lacks {element.ToJsonString()}";
            case JsonObject pattern when pattern["$exactly"] is { } whole:
                return JsonNode.DeepEquals(whole, actual) ? null : $"{at} is not {whole.ToJsonString()}";
            case JsonObject wanted:
                if (actual is not JsonObject given)
                    return $"{at} is no object";
                return wanted.Select(member => Difference(member.Value, given[member.Key], $"{at}.{member.Key}")).FirstOrDefault(d => d is not null);
            case JsonArray wanted:
                if (actual is not JsonArray list || list.Count != wanted.Count)
                    return $"{at} does not hold {wanted.Count.ToString(CultureInfo.InvariantCulture)} values";
                var left = list.ToList();
                foreach (var value in wanted)
                {
                    var index = left.FindIndex(candidate => Difference(value, candidate, at) is null);
                    if (index < 0)
                        return $"{at} lacks {value?.ToJsonString()}";
                    left.RemoveAt(index);
                }

                return null;
            default:
                return JsonNode.DeepEquals(expected, actual) ? null : $"{at} is not {expected.ToJsonString()}";
        }
    }

    static JsonNode? At(JsonNode? node, string path) => path.Split('.').Aggregate(node, (n, name) =>
        n is JsonArray array ? array[int.Parse(name, CultureInfo.InvariantCulture)] : n?[name]);

    static (string Method, string Path) Split(string request)
    {
        var blank = request.IndexOf(' ', StringComparison.Ordinal);
        return (request[..blank], request[(blank + 1)..]);
    }

    string Fill(string text) => Placeholder().Replace(text, found => _captured.TryGetValue(found.Groups["name"].Value, out var value) ? value : Named(found.Value));

    JsonNode Fill(JsonNode node) => node switch
    {
        JsonObject o => new JsonObject(o.Select(m => KeyValuePair.Create(Fill(m.Key), m.Value is null ? null : Fill(m.Value)))),
        JsonArray a => new JsonArray([.. a.Select(v => v is null ? null : Fill(v))]),
        JsonValue v when v.TryGetValue(out string? text) => JsonValue.Create(Fill(text)),
        _ => node.DeepClone(),
    };

    /// <summary>The long names every recording would otherwise repeat.</summary>
    static string Named(string placeholder) => placeholder switch
    {
        "{USER}" => "urn:ietf:params:scim:schemas:core:2.0:User",
        "{GROUP}" => "urn:ietf:params:scim:schemas:core:2.0:Group",
        "{ENT}" => "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        "{GEN}" => "urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User",
        "{PATCHOP}" => "urn:ietf:params:scim:api:messages:2.0:PatchOp",
        "{LIST}" => "urn:ietf:params:scim:api:messages:2.0:ListResponse",
        "{ERROR}" => "urn:ietf:params:scim:api:messages:2.0:Error",
        _ => placeholder,
    };

    [GeneratedRegex(@"\{(?<name>[A-Za-z0-9]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}

/// <summary>The server's answer would have stopped the recorded client.</summary>
public sealed class ConversationException(string message) : Exception(message);
