using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Probe.Tests;

/// <summary>A SCIM server of a few lines, to be told to misbehave: it keeps what it is given, finds by one <c>eq</c>, and answers a PATCH without carrying it out.</summary>
sealed class TinyDirectory
{
    readonly ConcurrentDictionary<string, JsonObject> resources = new(StringComparer.Ordinal);
    int made;

    /// <summary>Asked before the server answers; null leaves the answer to it.</summary>
    public Func<Received, Reply?> Misbehave { get; init; } = _ => null;

    /// <summary>The id of what is made, from its number.</summary>
    public Func<int, string> Id { get; init; } = number => $"id-{number}";

    /// <summary>By path, such as <c>Users/id-1</c>.</summary>
    public IReadOnlyDictionary<string, JsonObject> Resources => resources;

    public void Add(string path, JsonObject resource) => resources[path] = resource;

    public Reply Answer(Received request, int number) => Misbehave(request) ?? Behave(request);

    Reply Behave(Received request)
    {
        var (path, query) = request.Target.Split('?', 2) is [var p, var q] ? (p, Uri.UnescapeDataString(q)) : (request.Target, "");
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        return (request.Method, segments) switch
        {
            ("GET", ["ServiceProviderConfig"]) => Json(200, new JsonObject { ["patch"] = new JsonObject { ["supported"] = true }, ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = 100 } }),
            ("GET", ["Users" or "Groups"]) => List(segments[0], query),
            ("POST", ["Users" or "Groups"]) => Create(segments[0], JsonNode.Parse(request.Body)!.AsObject()),
            ("GET" or "PATCH", ["Users" or "Groups", var id]) when resources.TryGetValue($"{segments[0]}/{id}", out var found) => Json(200, found),
            ("PUT", ["Users" or "Groups", var id]) when resources.ContainsKey($"{segments[0]}/{id}") => Json(200, resources[$"{segments[0]}/{id}"] = With(JsonNode.Parse(request.Body)!.AsObject(), id)),
            ("DELETE", ["Users" or "Groups", var id]) when resources.TryRemove($"{segments[0]}/{id}", out _) => new Reply(204),
            _ => Json(404, new JsonObject { ["status"] = "404" }),
        };
    }

    Reply Create(string endpoint, JsonObject body)
    {
        var id = Id(Interlocked.Increment(ref made));
        resources.TryAdd($"{endpoint}/{id}", With(body, id));
        return Json(201, With(body, id));
    }

    Reply List(string endpoint, string query)
    {
        var found = resources.Where(r => r.Key.StartsWith(endpoint, StringComparison.Ordinal)).Select(r => r.Value);
        if (query.Split("filter=") is [_, var filter] && filter.Split(" eq \"") is [var attribute, var value])
            found = found.Where(r => string.Equals((string?)r[attribute], value.Split('"')[0], StringComparison.OrdinalIgnoreCase));
        var list = found.Select(r => r.DeepClone()).ToArray();
        return Json(200, new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:ListResponse"), ["totalResults"] = list.Length, [nameof(Resources)] = new JsonArray(list) });
    }

    static JsonObject With(JsonObject body, string id)
    {
        var resource = body.DeepClone().AsObject();
        resource["id"] = id;
        return resource;
    }

    static Reply Json(int status, JsonObject body) => new(status, body.ToJsonString(), ("Content-Type", "application/scim+json"));
}
