using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Roster.Probe.Ledgers;

/// <summary>A resource that a POST of the probe made, as the server named it.</summary>
/// <param name="Endpoint">The first part of its path, such as <c>Users</c>.</param>
public sealed record Made(string Endpoint, string Id)
{
    public string Path => $"/{Endpoint}/{Uri.EscapeDataString(Id)}";
}

/// <summary>A POST whose outcome is not known: what it would have made is found by this attribute's value.</summary>
public sealed record Intent(int Number, string Endpoint, string Attribute, string Value);

/// <summary>
/// What the probe made and has not removed yet, kept in a file from before each POST on, so that what a killed probe left can still be removed.
/// One JSON object a line; the first says where and under which name.
/// </summary>
public sealed class Ledger : IDisposable
{
    readonly Lock gate = new();
    readonly FileStream? file;
    readonly Dictionary<int, Intent> open = [];
    readonly List<Made> made = [];
    readonly HashSet<Made> removed = [];
    int intents;

    Ledger(string? path, FileStream? file, Uri server, string run) => (Path, this.file, Server, Run) = (path, file, server, run);

    /// <summary>Null: it is kept in memory only.</summary>
    public string? Path { get; }

    public Uri Server { get; }

    /// <summary>The word in the names of all that this run makes, by which it is known again.</summary>
    public string Run { get; }

    /// <summary>What is there still, the oldest first.</summary>
    public IReadOnlyList<Made> Remaining
    {
        get
        {
            lock (gate)
                return [.. made.Where(m => !removed.Contains(m))];
        }
    }

    /// <summary>Everything that was made, removed or not.</summary>
    public IReadOnlyList<Made> All
    {
        get
        {
            lock (gate)
                return [.. made];
        }
    }

    /// <summary>How many resources were made.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return made.Count;
        }
    }

    /// <summary>The number of the last POST.</summary>
    public int Intents
    {
        get
        {
            lock (gate)
                return intents;
        }
    }

    /// <summary>POSTs whose outcome is not known.</summary>
    public IReadOnlyList<Intent> Open
    {
        get
        {
            lock (gate)
                return [.. open.Values];
        }
    }

    /// <exception cref="ProbeException">The file is there, or cannot be made.</exception>
    public static Ledger Create(string? path, Uri server, string run)
    {
        try
        {
            var ledger = new Ledger(path, path is null ? null : new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read), server, run);
            ledger.Write(new JsonObject { ["ledger"] = 1, ["server"] = server.AbsoluteUri, ["run"] = run });
            return ledger;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ProbeException.Wrong($"The ledger '{path}' cannot be made: {e.Message}");
        }
    }


    /// <summary>Reads what a run left, and goes on in the same file.</summary>
    /// <exception cref="ProbeException">There is no such file, or it is no ledger.</exception>
    public static Ledger Continue(string path)
    {
        try
        {
            var lines = File.ReadAllLines(path);
            if (lines.Length == 0 || JsonNode.Parse(lines[0]) is not JsonObject head || (int?)head["ledger"] != 1 || (string?)head["run"] is not { Length: >= 8 } run)
                throw ProbeException.Wrong($"'{path}' is no ledger of 'roster probe'.");

            var ledger = new Ledger(path, new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read), new Uri((string)head["server"]!), run);
            // The last line may have been cut off by what ended the run.
            foreach (var line in lines.Skip(1).Select(Parse).OfType<JsonObject>())
                ledger.Take(line);
            return ledger;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException or InvalidOperationException)
        {
            throw ProbeException.Wrong($"The ledger '{path}' cannot be read: {e.Message}");
        }

        static JsonNode? Parse(string line)
        {
            try
            {
                return JsonNode.Parse(line);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>Which server a ledger is of.</summary>
    /// <exception cref="ProbeException">There is no such file, or it is no ledger.</exception>
    public static Uri ServerOf(string path)
    {
        using var ledger = Continue(path);
        return ledger.Server;
    }

    /// <summary>To be called before the POST is sent.</summary>
    public Intent Intend(string endpoint, string attribute, string value)
    {
        lock (gate)
        {
            var intent = new Intent(++intents, endpoint, attribute, value);
            open.Add(intent.Number, intent);
            Write(new JsonObject { ["intends"] = intent.Number, ["endpoint"] = endpoint, ["attribute"] = attribute, ["value"] = value });
            return intent;
        }
    }

    /// <summary>The POST made this; or, without one, made nothing.</summary>
    public void Settle(Intent? intent, Made? resource)
    {
        lock (gate)
        {
            // The resource first: whoever reads half of this looks for it once too often rather than not at all.
            if (resource is not null && !made.Contains(resource))
            {
                made.Add(resource);
                Write(new JsonObject { ["made"] = resource.Id, ["endpoint"] = resource.Endpoint });
            }

            if (intent is not null && open.Remove(intent.Number))
                Write(new JsonObject { ["settled"] = intent.Number });
        }
    }

    public void Remove(Made resource)
    {
        lock (gate)
        {
            if (removed.Add(resource))
                Write(new JsonObject { ["removed"] = resource.Id, ["endpoint"] = resource.Endpoint });
        }
    }

    /// <summary>It is there again: a server may give the id of what was deleted to what is made in its place.</summary>
    public void Revive(Made resource)
    {
        lock (gate)
        {
            if (removed.Remove(resource))
                Write(new JsonObject { ["made"] = resource.Id, ["endpoint"] = resource.Endpoint });
        }
    }

    /// <summary>Whether a POST of this run made it; also true of what has been removed since.</summary>
    public bool Holds(Made resource)
    {
        lock (gate)
            return made.Contains(resource);
    }

    void Take(JsonObject line)
    {
        var endpoint = (string?)line["endpoint"] ?? "";
        if (line["intends"] is { } intends)
        {
            intents = (int)intends;
            open[intents] = new((int)intends, endpoint, (string)line["attribute"]!, (string)line["value"]!);
        }
        else if (line["settled"] is { } settled)
        {
            open.Remove((int)settled);
        }
        else if ((string?)line["made"] is { } id)
        {
            var resource = new Made(endpoint, id);
            removed.Remove(resource);
            if (!made.Contains(resource))
                made.Add(resource);
        }
        else if ((string?)line["removed"] is { } gone)
        {
            removed.Add(new Made(endpoint, gone));
        }
    }

    void Write(JsonObject line)
    {
        if (file is null)
            return;
        file.Write(Encoding.UTF8.GetBytes(line.ToJsonString() + "\n"));
        // To the operating system, which outlives a killed probe; what a failing machine leaves is not worth a disk's time for each line.
        file.Flush();
    }

    public void Dispose() => file?.Dispose();
}
