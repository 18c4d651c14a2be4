using System.Text.Json;
using System.Text.Json.Nodes;

namespace Roster.Probe.Ledgers;

/// <summary>Why a resource of the ledger is not touched.</summary>
/// <param name="IsGone">It is not there.</param>
/// <param name="IsLasting">Asking again helps nothing.</param>
public sealed record Doubt(string Why, bool IsGone, bool IsLasting);

/// <summary>
/// Stands between the probe and the server and lets nothing through that could change what the probe did not make. A POST to a collection is entered in the ledger
/// before it is sent; PUT, PATCH and DELETE go to resources of the ledger alone, and only after the server has shown, by GET, that the resource bears the run's name:
/// an id in an answer is the server's word, and may be another's. Operations of a bulk job are held to the same.
/// </summary>
/// <param name="readOnly">No write is sent at all.</param>
public sealed class LedgerGuard(ProbeConnection connection, Ledger ledger, bool readOnly)
{
    static readonly TimeSpan[] Delays = [TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1)];

    /// <summary>Where nothing can be created, so that a POST there is no creation.</summary>
    static readonly string[] NoCollections = ["Me", "ServiceProviderConfig", "ResourceTypes", "Schemas"];

    /// <summary>What tells a resource from others, the first that a body has.</summary>
    static readonly string[] Names = ["userName", "displayName", "externalId", "name"];

    readonly Lock gate = new();
    readonly HashSet<Made> proven = [];
    readonly HashSet<string> unknown = new(StringComparer.Ordinal);

    /// <summary>An id that nobody has, for requests that must be answered 404.</summary>
    public string Nobody()
    {
        var id = Guid.NewGuid().ToString();
        lock (gate)
            unknown.Add(id);
        return id;
    }

    /// <exception cref="NotOursException">The request was not sent.</exception>
    public async Task<ProbeAnswer> SendAsync(ProbeRequest request, CancellationToken cancel)
    {
        if (request.Method is "GET" or "HEAD" or "OPTIONS")
            return await connection.SendAsync(request, cancel);

        var segments = connection.Target.Segments(connection.Target.For(request.Path));
        var isPost = request.Method == "POST";
        if (isPost && segments.Count > 0 && Is(segments[^1], ".search"))
            return await connection.SendAsync(request, cancel);
        if (readOnly)
            throw new NotOursException("it would write, and the probe was told to read only");
        if (isPost && segments.Count == 1 && Is(segments[0], "Bulk"))
            return await BulkAsync(request, cancel);
        if (isPost && segments.Count == 1 && !NoCollections.Any(n => Is(segments[0], n)))
            return await CreateAsync(request, segments[0], cancel);
        if (segments.Count != 2 || request.Method is not ("POST" or "PUT" or "PATCH" or "DELETE"))
            throw new NotOursException($"{request.Method} there could change what the probe did not make");

        var resource = new Made(segments[0], segments[1]);
        await RequireAsync(resource, cancel);
        var answer = await connection.SendAsync(request, cancel);
        if (request.Method == "DELETE" && answer.Status == 204)
            ledger.Remove(Known(resource));
        return answer;
    }

    /// <summary>Whether the server shows that a resource is of this run, or why that cannot be said.</summary>
    public async Task<Doubt?> DoubtAsync(Made resource, CancellationToken cancel)
    {
        lock (gate)
        {
            if (proven.Contains(Known(resource)))
                return null;
        }

        ProbeAnswer shown;
        for (var attempt = 0; ; attempt++)
        {
            shown = await connection.SendAsync(new("GET", resource.Path), cancel);
            // Some servers show a new resource a moment later.
            if (shown.Status != 404 || attempt == Delays.Length)
                break;
            await Task.Delay(Delays[attempt], TimeProvider.System, cancel);
        }

        if (shown.Status != 200 || shown.Json is not JsonObject body)
            return new($"GET {resource.Path} does not show it: {Shortened.Of(connection.Redact(shown.Told), 200)}", IsGone: shown.Status is 404 or 410, IsLasting: false);
        if (!Is((string?)(body["id"] as JsonValue)?.ToString() ?? "", resource.Id) || !shown.Text.Contains(ledger.Run, StringComparison.OrdinalIgnoreCase))
            return new($"GET {resource.Path} shows a resource without the name of this run ({ledger.Run}): it is another's", IsGone: false, IsLasting: true);

        lock (gate)
            proven.Add(Known(resource));
        return null;
    }

    async Task RequireAsync(Made resource, CancellationToken cancel)
    {
        lock (gate)
        {
            if (unknown.Contains(resource.Id))
                return;
        }

        if (!ledger.Holds(Known(resource)))
            throw new NotOursException($"the probe did not make {resource.Path}");
        // What was deleted can no longer be shown; it was when it was deleted.
        if (await DoubtAsync(resource, cancel) is { } doubt)
            throw new NotOursException(doubt.Why);
    }

    async Task<ProbeAnswer> CreateAsync(ProbeRequest request, string endpoint, CancellationToken cancel)
    {
        var intent = Intend(endpoint, Parse(request.Body));
        var answer = await connection.SendAsync(request, cancel);
        Settle(intent, endpoint, answer.Failure is null ? answer.Status : 0, (answer["id"] as JsonValue)?.ToString(), answer.Header("Location") ?? (answer["meta"] is JsonObject meta ? (meta["location"] as JsonValue)?.ToString() : null));
        return answer;
    }

    async Task<ProbeAnswer> BulkAsync(ProbeRequest request, CancellationToken cancel)
    {
        if (Parse(request.Body) is not JsonObject job)
            throw new NotOursException("a bulk job that cannot be read could change anything");

        var operations = (Member(job, "Operations") as JsonArray ?? []).Select(o => o as JsonObject ?? throw new NotOursException("a bulk operation that is no object could be taken for anything")).ToList();
        var intents = new Dictionary<string, (string Endpoint, Intent? Intent)>(StringComparer.Ordinal);
        foreach (var operation in operations)
        {
            var path = connection.Target.Segments(connection.Target.For((string?)Member(operation, "path") ?? ""));
            if (Is((string?)Member(operation, "method") ?? "", "POST") && path.Count == 1 && !NoCollections.Any(n => Is(path[0], n)))
                continue;
            if (path.Count != 2)
                throw new NotOursException($"a bulk operation on '{Member(operation, "path")}' could change what the probe did not make");
            if (path[1].StartsWith("bulkId:", StringComparison.Ordinal) && operations.Any(o => Is((string?)Member(o, "method") ?? "", "POST") && (string?)Member(o, "bulkId") == path[1]["bulkId:".Length..]))
                continue;
            await RequireAsync(new(path[0], path[1]), cancel);
        }

        foreach (var (index, operation) in operations.Index().Where(o => Is((string?)Member(o.Item, "method") ?? "", "POST")))
        {
            var endpoint = connection.Target.Segments(connection.Target.For((string?)Member(operation, "path") ?? ""))[0];
            intents[(string?)Member(operation, "bulkId") ?? $"#{index}"] = (endpoint, Intend(endpoint, Member(operation, "data")));
        }

        var answer = await connection.SendAsync(request, cancel);
        var results = answer["Operations"] as JsonArray ?? [];
        foreach (var result in results.OfType<JsonObject>())
        {
            _ = int.TryParse((Member(result, "status") is JsonObject nested ? Member(nested, "code") : Member(result, "status"))?.ToString(), out var status);
            if (Member(result, "bulkId")?.ToString() is { } id && intents.Remove(id, out var made))
                Settle(made.Intent, made.Endpoint, status, null, Member(result, "location")?.ToString());
            else if (Is(Member(result, "method")?.ToString() ?? "", "DELETE") && status == 204 && Located(Member(result, "location")?.ToString()) is { } gone && ledger.Holds(Known(gone)))
                ledger.Remove(Known(gone));
        }

        // A job that was refused as a whole made nothing. Of one that was carried out, what is not told stays open.
        if (answer.Status is >= 400 and < 500)
        {
            foreach (var (_, intent) in intents.Values)
                ledger.Settle(intent, null);
        }

        return answer;
    }

    Intent? Intend(string endpoint, JsonNode? body)
    {
        var name = body is JsonObject o ? Names.Select(n => (Name: n, Value: (Member(o, n) as JsonValue)?.ToString())).FirstOrDefault(n => n.Value?.Contains(ledger.Run, StringComparison.Ordinal) == true) : default;
        return name.Name is null ? null : ledger.Intend(endpoint, name.Name, name.Value!);
    }

    void Settle(Intent? intent, string endpoint, int status, string? id, string? location)
    {
        // Nobody knows what became of a request without an answer, or with one that speaks of a failure of the server's own.
        if (status is 0 or >= 500)
            return;
        if (status >= 300)
        {
            ledger.Settle(intent, null);
            return;
        }

        var resource = id is { Length: > 0 } ? new Made(endpoint, id) : Located(location) is { } located ? located with { Endpoint = endpoint } : null;
        if (resource is null)
            return;
        ledger.Settle(intent, resource);
        ledger.Revive(Known(resource));
    }

    /// <summary>The last two segments of an address, which may be relative.</summary>
    static Made? Located(string? location)
    {
        if (location is null)
            return null;
        var path = Uri.TryCreate(location, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https" ? absolute.AbsolutePath : location;
        var segments = path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToList();
        return segments.Count < 2 ? null : new(segments[^2], segments[^1]);
    }

    /// <summary>The entry as the ledger has it: the endpoint's letter case is the caller's affair.</summary>
    Made Known(Made resource) => ledger.All.FirstOrDefault(m => Is(m.Endpoint, resource.Endpoint) && m.Id == resource.Id) ?? resource;

    static JsonNode? Parse(string? body)
    {
        try
        {
            return body is null ? null : JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static JsonNode? Member(JsonObject o, string name)
    {
        try
        {
            return o.FirstOrDefault(m => Is(m.Key, name)).Value;
        }
        catch (ArgumentException)
        {
            // A name that is there twice.
            return null;
        }
    }

    static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
