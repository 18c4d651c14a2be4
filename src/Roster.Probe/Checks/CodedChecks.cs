using System.Globalization;
using System.Text.Json.Nodes;
using Roster.Probe.Conversations;

namespace Roster.Probe.Checks;

/// <summary>Sends for a check, and remembers the last exchange as its evidence.</summary>
/// <param name="Configuration">The service provider configuration; null when it could not be read.</param>
public sealed record CheckContext(Send Send, Variables Variables, JsonObject? Configuration, Target Target, Func<string> Nobody)
{
    public Exchange? Last { get; private set; }

    public async Task<ProbeAnswer> SendAsync(string method, string path, JsonNode? body, CancellationToken cancel, params (string Name, string Value)[] headers)
    {
        var request = new ProbeRequest(method, Variables.Fill(path), body is null ? null : Variables.Fill(body).ToJsonString(), headers);
        var answer = await Send(request, cancel);
        Last = new(request, answer);
        return answer;
    }

    public Task<ProbeAnswer> GetAsync(string path, CancellationToken cancel) => SendAsync("GET", path, null, cancel);

    public Finding Fails(string at, string expected, string actual) => new(Verdict.Fail, new(FaultKind.Body, at, expected, actual), Evidence: Last);

    public Finding Unjudged(string what) => Finding.Unjudged($"what comes before it failed: {what}", Last);
}

/// <summary>Checks that need more than steps: loops, comparisons of answers with one another, requests at the same time.</summary>
static class CodedChecks
{
    const int MostTypes = 20;
    const int MostPages = 12;
    const int Together = 6;
    const int LongValue = 1000;
    const int MostOperations = 2000;

    static readonly Dictionary<string, Func<CheckContext, CancellationToken, Task<Finding>>> All = new(StringComparer.Ordinal)
    {
        ["attributes"] = AttributesAsync,
        ["agreement"] = AgreementAsync,
        ["location"] = LocationAsync,
        ["parallel-create"] = ParallelCreateAsync,
        ["long-value"] = LongValueAsync,
        ["put-back"] = PutBackAsync,
        ["parallel-members"] = ParallelMembersAsync,
        ["parallel-if-match"] = ParallelIfMatchAsync,
        ["pages"] = PagesAsync,
        ["cursor"] = CursorAsync,
        ["hundred"] = HundredAsync,
        ["bulk-limit"] = BulkLimitAsync,
    };

    public static IEnumerable<string> Names => All.Keys;

    public static Task<Finding> RunAsync(string name, CheckContext context, CancellationToken cancel) => All[name](context, cancel);

    static async Task<Finding> AttributesAsync(CheckContext c, CancellationToken cancel)
    {
        if ((await c.GetAsync("/Schemas", cancel))["Resources"] is not JsonArray schemas)
            return c.Unjudged("GET /Schemas is no list");

        return schemas.OfType<JsonObject>().SelectMany(s => Lacking(s["attributes"] as JsonArray, (s["id"] as JsonValue)?.ToString() ?? "?")).Take(1).ToList() is [var lacking]
            ? c.Fails(lacking.At, lacking.What, "nothing")
            : Finding.Pass;
    }

    static IEnumerable<(string At, string What)> Lacking(JsonArray? attributes, string at)
    {
        foreach (var attribute in (attributes ?? []).OfType<JsonObject>())
        {
            var name = (attribute["name"] as JsonValue)?.ToString();
            if (name is null)
                yield return (at, "a name for each attribute");
            foreach (var member in new[] { "type", "multiValued", "mutability", "returned" }.Where(m => attribute[m] is null))
                yield return ($"{at}:{name}", member);
            if ((attribute["type"] as JsonValue)?.ToString() != "complex")
                continue;
            if (attribute["subAttributes"] is not JsonArray { Count: > 0 } parts)
                yield return ($"{at}:{name}", "subAttributes");
            else
                foreach (var lacking in Lacking(parts, $"{at}:{name}"))
                    yield return lacking;
        }
    }

    static async Task<Finding> AgreementAsync(CheckContext c, CancellationToken cancel)
    {
        if ((await c.GetAsync("/ResourceTypes", cancel))["Resources"] is not JsonArray types)
            return c.Unjudged("GET /ResourceTypes is no list");

        foreach (var type in types.OfType<JsonObject>().Take(MostTypes))
        {
            var endpoint = (type["endpoint"] as JsonValue)?.ToString() ?? "";
            // Some write it with the base address before it.
            var path = endpoint.StartsWith(c.Target.Base.AbsoluteUri, StringComparison.OrdinalIgnoreCase) ? endpoint[c.Target.Base.AbsoluteUri.Length..] : "/" + endpoint.TrimStart('/');
            var list = await c.GetAsync(path + "?count=1", cancel);
            if (list.Status != 200 || list["schemas"] is null)
                return c.Fails($"GET {path}", "a list, as /ResourceTypes names the endpoint", Shortened.Of(list.Told, 200));

            var schemas = (type["schemaExtensions"] as JsonArray ?? []).OfType<JsonObject>().Select(e => e["schema"]).Prepend(type["schema"]).OfType<JsonValue>().Select(s => s.ToString());
            foreach (var schema in schemas)
            {
                var definition = await c.GetAsync("/Schemas/" + schema, cancel);
                if (definition.Status != 200 || (definition["id"] as JsonValue)?.ToString() != schema)
                    return c.Fails($"GET /Schemas/{schema}", "the schema, as /ResourceTypes names it", Shortened.Of(definition.Told, 200));
            }
        }

        return Finding.Pass;
    }

    static async Task<Finding> LocationAsync(CheckContext c, CancellationToken cancel)
    {
        var created = await c.SendAsync("POST", "/Users", User("place"), cancel);
        if (created.Status != 201)
            return c.Unjudged("POST /Users");
        var header = created.Header("Location");
        var meta = (created["meta"] as JsonObject)?["location"]?.ToString();
        if (!Uri.TryCreate(header, UriKind.Absolute, out var location) || location.Scheme is not ("http" or "https"))
            return c.Fails("Location", "an absolute address", header ?? "nothing");
        if (header != meta)
            return c.Fails(".meta.location", header!, meta ?? "nothing");
        if (location.Authority != c.Target.Base.Authority || !location.AbsolutePath.StartsWith(c.Target.Base.AbsolutePath, StringComparison.Ordinal))
            return c.Fails("Location", $"an address that begins with {c.Target.Base}", header!);

        var read = await c.GetAsync(location.AbsolutePath[c.Target.Base.AbsolutePath.TrimEnd('/').Length..], cancel);
        return read.Status == 200 ? Finding.Pass : c.Fails("GET of Location", "200", Shortened.Of(read.Told, 200));
    }

    static async Task<Finding> ParallelCreateAsync(CheckContext c, CancellationToken cancel)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Together).Select(_ => c.SendAsync("POST", "/Users", User("race"), cancel)));
        var created = answers.Count(a => a.IsSuccess);
        return created == 1 ? Finding.Pass : c.Fails("creations that succeeded", "1", Number(created));
    }

    static async Task<Finding> LongValueAsync(CheckContext c, CancellationToken cancel)
    {
        var user = User("long");
        user["title"] = new string('x', LongValue);
        var created = await c.SendAsync("POST", "/Users", user, cancel);
        if (created.Status is >= 400 and < 500)
            return Finding.Pass;
        if (created.Status != 201 || (created["id"] as JsonValue)?.ToString() is not { } id)
            return c.Fails($"POST with a title of {LongValue} characters", "201, or 400 invalidValue", Shortened.Of(created.Told, 200));

        var length = ((await c.GetAsync($"/Users/{Uri.EscapeDataString(id)}", cancel))["title"] as JsonValue)?.ToString().Length ?? 0;
        return length == LongValue ? Finding.Pass : c.Fails("characters of the title", Number(LongValue), Number(length));
    }

    static async Task<Finding> PutBackAsync(CheckContext c, CancellationToken cancel)
    {
        if ((await c.GetAsync("/Users/{u}", cancel)).Json is not JsonObject read)
            return c.Unjudged("GET of the user");
        read["title"] = "Changed";
        var put = await c.SendAsync("PUT", "/Users/{u}", read, cancel);
        if (put.Status != 200)
            return c.Fails("PUT of what was read", "200", Shortened.Of(put.Told, 200));

        var changed = await c.GetAsync("/Users/{u}", cancel);
        return changed["title"]?.ToString() == "Changed" ? Finding.Pass : c.Fails(".title", "\"Changed\"", changed["title"]?.ToJsonString() ?? "nothing");
    }

    static async Task<Finding> ParallelMembersAsync(CheckContext c, CancellationToken cancel)
    {
        var ids = new List<string>();
        for (var n = 0; n < Together; n++)
        {
            if (((await c.SendAsync("POST", "/Users", User($"member{Number(n)}"), cancel))["id"] as JsonValue)?.ToString() is not { } id)
                return c.Unjudged("POST /Users");
            ids.Add(id);
        }

        var answers = await Task.WhenAll(ids.Select(id => c.SendAsync("PATCH", "/Groups/{g}", Patch("add", "members", new JsonArray(new JsonObject { ["value"] = id })), cancel)));
        // What was refused is sent again by its client; what was accepted must be there.
        var accepted = ids.Where((_, i) => answers[i].IsSuccess).ToList();
        if (accepted.Count == 0)
            return c.Unjudged("no member could be added");
        var members = ((await c.GetAsync("/Groups/{g}", cancel))["members"] as JsonArray ?? []).OfType<JsonObject>().Select(m => m["value"]?.ToString()).ToHashSet(StringComparer.Ordinal);
        var lost = accepted.Count(id => !members.Contains(id));
        return lost == 0 ? Finding.Pass : c.Fails("members of the group", $"all {Number(accepted.Count)} whose addition was accepted", $"{Number(lost)} of them lost");
    }

    static async Task<Finding> ParallelIfMatchAsync(CheckContext c, CancellationToken cancel)
    {
        if ((await c.GetAsync("/Users/{u}", cancel)).Header("ETag") is not { } tag)
            return c.Unjudged("GET of the user has no ETag");
        var answers = await Task.WhenAll(Enumerable.Range(0, Together).Select(n =>
        {
            var user = User("one");
            user["title"] = $"Writer {Number(n)}";
            return c.SendAsync("PUT", "/Users/{u}", user, cancel, ("If-Match", tag));
        }));
        var succeeded = answers.Count(a => a.IsSuccess);
        return succeeded == 1 ? Finding.Pass : c.Fails("writes to one version that succeeded", "1", Number(succeeded));
    }

    static async Task<Finding> PagesAsync(CheckContext c, CancellationToken cancel)
    {
        var seen = new List<string>();
        for (var start = 1; start <= 3; start++)
        {
            var page = await c.GetAsync($"/Users?startIndex={Number(start)}&count=1&filter=displayName ew \"Probe{{cast}}\"", cancel);
            if (page.Status != 200)
                return c.Fails("status", "200", Shortened.Of(page.Told, 200));
            if (page["totalResults"]?.ToString() != "3")
                return c.Fails(".totalResults", "3 on every page", page["totalResults"]?.ToString() ?? "nothing");
            seen.AddRange(Ids(page));
        }

        return Complete(c, seen);
    }

    static async Task<Finding> CursorAsync(CheckContext c, CancellationToken cancel)
    {
        var seen = new List<string>();
        var cursor = "";
        for (var pages = 0; pages < MostPages; pages++)
        {
            var page = await c.GetAsync($"/Users?cursor={cursor}&count=1&filter=displayName ew \"Probe{{cast}}\"", cancel);
            if (page.Status != 200)
                return c.Fails("status", "200", Shortened.Of(page.Told, 200));
            seen.AddRange(Ids(page));
            if ((page["nextCursor"] as JsonValue)?.ToString() is not { Length: > 0 } next)
                return Complete(c, seen);
            if (!next.All(ch => char.IsAsciiLetterOrDigit(ch) || "-._~".Contains(ch, StringComparison.Ordinal)))
                return c.Fails(".nextCursor", "only letters, digits and -._~", next);
            cursor = next;
        }

        return c.Fails(".nextCursor", "none on the last page", "one on every page");
    }

    static Finding Complete(CheckContext c, List<string> seen)
    {
        var wanted = new[] { c.Variables["a"]!, c.Variables["b"]!, c.Variables["c"]! };
        return seen.Order(StringComparer.Ordinal).SequenceEqual(wanted.Order(StringComparer.Ordinal), StringComparer.Ordinal)
            ? Finding.Pass
            : c.Fails("all pages together", "3 users, each once", $"{Number(seen.Count)} users, {Number(seen.Distinct(StringComparer.Ordinal).Count())} of them different");
    }

    static async Task<Finding> HundredAsync(CheckContext c, CancellationToken cancel)
    {
        if (int.TryParse((c.Configuration?["filter"] as JsonObject)?["maxResults"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most is > 0 and < 100)
            return c.Fails("filter.maxResults of the service provider configuration", "100 or more", Number(most));
        var page = await c.GetAsync("/Users?startIndex=1&count=100&attributes=userName", cancel);
        if (page.Status != 200 || !int.TryParse(page["totalResults"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var total))
            return c.Unjudged("GET /Users?count=100");
        if (total < 100)
            return Finding.NotApplicable($"there are {Number(total)} users, and it takes 100 to see");
        return Ids(page).Count == 100 ? Finding.Pass : c.Fails("resources of the page", "100", Number(Ids(page).Count));
    }

    static async Task<Finding> BulkLimitAsync(CheckContext c, CancellationToken cancel)
    {
        if (!int.TryParse((c.Configuration?["bulk"] as JsonObject)?["maxOperations"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var most) || most is < 1 or > MostOperations)
            return Finding.NotApplicable($"bulk.maxOperations is not between 1 and {Number(MostOperations)}");
        var nobody = c.Nobody();
        var job = new JsonObject
        {
            ["schemas"] = new JsonArray("{BULK}"),
            ["Operations"] = new JsonArray([.. Enumerable.Range(0, most + 1).Select(_ => new JsonObject { ["method"] = "DELETE", ["path"] = $"/Users/{nobody}" })]),
        };
        var answer = await c.SendAsync("POST", "/Bulk", job, cancel);
        return answer.Status == 413 ? Finding.Pass : c.Fails("status", $"413 for {Number(most + 1)} operations", Shortened.Of(answer.Told, 200));
    }

    static List<string> Ids(ProbeAnswer page) => [.. (page["Resources"] as JsonArray ?? []).OfType<JsonObject>().Select(r => r["id"]?.ToString()).OfType<string>()];

    static JsonObject User(string name) => new() { ["schemas"] = new JsonArray("{USER}"), ["userName"] = name + "{run}@probe.example", ["displayName"] = "Probe" };

    static JsonObject Patch(string op, string path, JsonNode value) =>
        new() { ["schemas"] = new JsonArray("{PATCHOP}"), ["Operations"] = new JsonArray(new JsonObject { ["op"] = op, ["path"] = path, ["value"] = value }) };

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
