using System.Text.Json;
using System.Text.Json.Nodes;

namespace Roster.Client;

/// <summary>A job cut into requests that a server's limits let in. What an earlier request created is named by its id in the later ones, which know nothing of the earlier one's <c>bulkId</c>s.</summary>
sealed class BulkParts(IReadOnlyList<BulkOperation> operations, int? failOnErrors, ScimServiceProviderConfigBulkFeature limits)
{
    const string Reference = "bulkId:";

    readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);
    int next;
    int failures;

    /// <summary>The next request's operations, at least one; null when all are done or so many failed that the rest shall not be.</summary>
    public BulkRequest? Next()
    {
        if (next == operations.Count || (failOnErrors is { } most && failures >= most))
            return null;

        var part = new List<BulkOperation>();
        var bytes = JsonSerializer.SerializeToUtf8Bytes(Request([]), ClientJson.Default.BulkRequest).LongLength;
        while (next < operations.Count && (limits.MaxOperations is not > 0 || part.Count < limits.MaxOperations))
        {
            var operation = WithIds(operations[next]);
            bytes += JsonSerializer.SerializeToUtf8Bytes(operation, ClientJson.Default.BulkOperation).Length + 1;
            // One that is too long by itself goes alone: the server says so better than anybody else.
            if (limits.MaxPayloadSize is > 0 && bytes > limits.MaxPayloadSize && part.Count > 0)
                break;
            part.Add(operation);
            next++;
        }

        return Request(part);
    }

    /// <summary>Takes note of what came of a part.</summary>
    /// <returns>Whether the server did all of it.</returns>
    public bool Done(BulkRequest part, ScimBulkResult result)
    {
        foreach (var outcome in result.Outcomes)
        {
            if (!outcome.Succeeded)
                failures++;
            else if (outcome is { BulkId: { } name, Id: { } id })
                ids[name] = id;
        }

        return result.Outcomes.Count >= part.Operations.Count;
    }

    BulkRequest Request(IReadOnlyList<BulkOperation> part) => new() { FailOnErrors = failOnErrors - failures, Operations = part };

    BulkOperation WithIds(BulkOperation operation)
    {
        if (ids.Count == 0)
            return operation;
        var path = operation.Path.Split('/');
        for (var i = 0; i < path.Length; i++)
            path[i] = IdOf(path[i]) is { } id ? ScimRequest.Segment(id) : path[i];
        return new BulkOperation
        {
            Method = operation.Method, BulkId = operation.BulkId, Version = operation.Version, Path = string.Join('/', path), Data = operation.Data is { } data && Mentions(data) ? Replaced(data) : operation.Data,
        };
    }

    string? IdOf(string text) => text.StartsWith(Reference, StringComparison.Ordinal) ? ids.GetValueOrDefault(text[Reference.Length..]) : null;

    bool Mentions(JsonNode? node) => node switch
    {
        JsonObject json => json.Any(p => Mentions(p.Value)),
        JsonArray list => list.Any(Mentions),
        JsonValue value => value.TryGetValue<string>(out var text) && IdOf(text) is not null,
        _ => false,
    };

    JsonNode? Replaced(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.Select(p => KeyValuePair.Create(p.Key, Replaced(p.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Replaced)]),
        JsonValue value when value.TryGetValue<string>(out var text) && IdOf(text) is { } id => id,
        _ => node?.DeepClone(),
    };
}
