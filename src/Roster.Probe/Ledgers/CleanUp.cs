using System.Text.Json.Nodes;

namespace Roster.Probe.Ledgers;

/// <summary>Something that could not be removed, and why.</summary>
public sealed record LeftBehind(string Endpoint, string? Id, string Name, string Why);

/// <summary>Removes what a ledger holds: groups before users, so that no group loses its members one by one; what the server refuses is tried again and then told.</summary>
/// <param name="pause">Before what is left is tried for the second time; before each further time twice as long.</param>
public sealed class CleanUp(ProbeConnection connection, LedgerGuard guard, Ledger ledger, TimeSpan pause)
{
    /// <summary>What is left although everything was tried.</summary>
    /// <param name="kept">What is to stay for now, or was tried before.</param>
    /// <param name="after">Only POSTs after this one are looked into.</param>
    public async Task<IReadOnlyList<LeftBehind>> RunAsync(int attempts, IReadOnlySet<Made> kept, int after, CancellationToken cancel)
    {
        var left = new List<LeftBehind>();
        foreach (var intent in ledger.Open.Where(i => i.Number > after))
        {
            if (await FindAsync(intent, cancel) is { } why)
                left.Add(new(intent.Endpoint, null, $"{intent.Attribute} {intent.Value}", why));
        }

        var waiting = ledger.Remaining.Where(m => !kept.Contains(m)).OrderBy(m => string.Equals(m.Endpoint, "Users", StringComparison.OrdinalIgnoreCase)).ToList();
        for (var attempt = 1; waiting.Count > 0; attempt++)
        {
            var again = new List<Made>();
            foreach (var resource in waiting)
            {
                if (await RemoveAsync(resource, cancel) is not { } failure)
                    ledger.Remove(resource);
                else if (failure.IsLasting || attempt == attempts)
                    left.Add(new(resource.Endpoint, resource.Id, resource.Path, failure.Why));
                else
                    again.Add(resource);
            }

            waiting = again;
            if (waiting.Count > 0)
                await Task.Delay(pause * (1 << (attempt - 1)), TimeProvider.System, cancel);
        }

        return left;
    }

    /// <summary>Looks for what a POST without an answer may have made.</summary>
    async Task<string?> FindAsync(Intent intent, CancellationToken cancel)
    {
        var quoted = intent.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        var answer = await connection.SendAsync(new("GET", $"/{intent.Endpoint}?filter={Uri.EscapeDataString($"{intent.Attribute} eq \"{quoted}\"")}"), cancel);
        if (answer.Status != 200 || answer["Resources"] is not (JsonArray or null))
            return $"a POST was not answered, and what it may have made cannot be looked for: {Shortened.Of(connection.Redact(answer.Told), 200)}";

        // A server that passes over filters answers with everybody: only what has the very name is ours.
        var found = (answer["Resources"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(r => r.Any(m => string.Equals(m.Key, intent.Attribute, StringComparison.OrdinalIgnoreCase) && string.Equals((m.Value as JsonValue)?.ToString(), intent.Value, StringComparison.OrdinalIgnoreCase)))
            .Select(r => (r["id"] as JsonValue)?.ToString()).OfType<string>().ToList();
        foreach (var id in found)
            ledger.Settle(null, new(intent.Endpoint, id));
        ledger.Settle(intent, null);
        return null;
    }

    /// <returns>Null when it is gone.</returns>
    async Task<Doubt?> RemoveAsync(Made resource, CancellationToken cancel)
    {
        if (await guard.DoubtAsync(resource, cancel) is { } doubt)
            return doubt.IsGone ? null : doubt;
        var answer = await connection.SendAsync(new("DELETE", resource.Path), cancel);
        return answer.IsSuccess || answer.Status is 404 or 410
            ? null
            : new($"DELETE {resource.Path}: {Shortened.Of(connection.Redact(answer.Told), 200)}", IsGone: false, IsLasting: answer.Status is 401 or 403 or 405 or 501);
    }
}
