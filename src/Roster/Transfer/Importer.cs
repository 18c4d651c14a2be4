using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Roster.Attributes;
using Roster.Client;
using Roster.Contexts;

namespace Roster.Transfer;

/// <summary>What becomes of resources that no row names.</summary>
enum Missing
{
    Keep,
    Deactivate,
    Delete,
}

/// <summary>
/// Brings a directory in line with rows. They are taken batch by batch: what is there is looked up, what differs is written. While one batch is written the next one is read and looked up. A batch that is done again finds
/// itself done, so whatever ends an import, the same import goes on from the last batch that was written down and comes to the same end.
/// </summary>
sealed class Importer(ScimService service, ResourceKind kind, AttributeTypes types, ValuePath match, Writes writes, Interruption interruption)
{
    const int WriteAttempts = 5;
    const int ReferencesKept = 20_000;
    const int PostponedAtMost = 100_000;

    // A batch that is written again is looked up while the next one may be too.
    readonly ConcurrentDictionary<Reference, string?> references = new();
    readonly ConcurrentDictionary<string, Lookup> referenceLookups = new(StringComparer.Ordinal);
    readonly HashSet<UInt128> planned = [];
    HashSet<UInt128>? seen;
    List<MappedRow> postponed = [];
    bool mayPostpone = true;
    bool isAgain;
    bool hasUnknownKeys;
    Lookup? lookup;

    /// <summary>The attributes that rows can have; null when each row may have others. They alone are looked at.</summary>
    public IReadOnlyList<ValuePath>? Attributes { get; init; }

    public Missing Missing { get; init; }

    /// <summary>Is given the changes of each batch in place of the server.</summary>
    public Action<IReadOnlyList<Change>>? DryRun { get; init; }

    /// <summary>Is given each row that was not taken over.</summary>
    public required Action<Change.Reject> Rejected { get; init; }

    /// <summary>Is given how far the import is, each time a batch is done.</summary>
    public required Func<Tally, Tally> Done { get; init; }

    /// <summary>Asks before resources that are missing in the rows go: how many they are.</summary>
    public Action<int> Confirm { get; init; } = _ => { };

    /// <summary>Takes the rows over, and at last those again that refer to rows which came after them.</summary>
    /// <param name="begun">What runs before have done; so many rows are passed over.</param>
    /// <exception cref="OperationCanceledException">It was interrupted; what is done was told.</exception>
    public async Task<Tally> RunAsync(IEnumerable<MappedRow> rows, Tally begun)
    {
        lookup = new Lookup(service.Objects(kind.Endpoint), match, Attributes is null ? null : [.. Attributes.Append(match).Select(a => a.TopLevel).Distinct(StringComparer.OrdinalIgnoreCase)]);
        seen = Missing is Missing.Keep ? null : [];
        var tally = await TakeAsync(rows, begun);
        isAgain = true;
        while (postponed.Count > 0)
        {
            var again = postponed;
            postponed = [];
            tally = await TakeAsync(again, tally);
            // What still leads nowhere when nothing came of a whole round never will.
            mayPostpone = postponed.Count < again.Count;
        }

        return Missing is Missing.Keep ? tally : await RemoveMissingAsync(tally);
    }

    /// <summary>Takes rows batch by batch.</summary>
    async Task<Tally> TakeAsync(IEnumerable<MappedRow> rows, Tally begun)
    {
        var (tally, writing, written) = (begun, (Batch?)null, Task.FromResult(begun));
        foreach (var batch in Batches(rows, isAgain ? 0 : begun.Rows))
        {
            // What is being written now is looked up only when it is there.
            if (writing is not null && (batch.Keys.Overlaps(writing.Keys) || batch.References.Overlaps(writing.Keys)))
                tally = await written;
            IReadOnlyList<Change> changes = [];
            try
            {
                if (!interruption.Asked.IsCancellationRequested)
                    changes = await PlanAsync(batch, interruption.Insisted);
            }
            finally
            {
                // What is being written is brought to its end and written down, whatever ends the import.
                tally = Done(await written);
            }

            interruption.Asked.ThrowIfCancellationRequested();
            (writing, written) = (batch, WriteAsync(batch, changes, tally));
        }

        tally = Done(await written);
        interruption.Asked.ThrowIfCancellationRequested();
        return tally;
    }

    /// <summary>Rows in batches. One that has or refers to the key of another begins a new batch, so that it is compared with what the other has become.</summary>
    IEnumerable<Batch> Batches(IEnumerable<MappedRow> rows, long done)
    {
        var batch = new Batch(lookup!.Comparer);
        foreach (var row in rows)
        {
            var key = row.Key(match);
            if (key is null)
                hasUnknownKeys = true;
            else
                seen?.Add(Hash(key));
            if (done-- > 0)
                continue;

            var named = Reference.In(row).ToList();
            if (batch.Rows.Count == writes.BatchSize || (key is not null && batch.Keys.Contains(key)) || named.Any(r => batch.Keys.Contains(r.Name)))
            {
                yield return batch;
                batch = new Batch(lookup.Comparer);
            }

            batch.Rows.Add((row, key));
            batch.References.UnionWith(named.Select(r => r.Name));
            if (key is not null)
                batch.Keys.Add(key);
        }

        if (batch.Rows.Count > 0)
            yield return batch;
    }

    async Task<IReadOnlyList<Change>> PlanAsync(Batch batch, CancellationToken cancel)
    {
        await FindReferencesAsync(batch, cancel);
        var present = await lookup!.FindAsync(batch.Rows.Where(r => r is { Key: not null, Row.Rejections.Count: 0 }).Select(r => r.Key!), cancel);
        return [.. batch.Rows.Select(r => Reference.Resolve(r.Row, IdOf) is var resolved && mayPostpone && postponed.Count < PostponedAtMost && r.Row.Rejections.Count == 0 && resolved.Rejections.Count > 0
            ? new Change.Postpone(r.Row, r.Key ?? "")
            : Change.For(resolved, r.Key, match, r.Key is null ? [] : present.GetValueOrDefault(r.Key) ?? [], kind, types))];
    }

    /// <summary>In a dry run what would be created has no id yet, and is referred to as it is named.</summary>
    string? IdOf(Reference reference) => references.GetValueOrDefault(reference) ?? (planned.Contains(Hash($"{reference.Attribute}:{reference.Name}")) ? $"{reference.Attribute}:{reference.Name}" : null);

    async Task FindReferencesAsync(Batch batch, CancellationToken cancel)
    {
        if (references.Count > ReferencesKept)
            references.Clear();
        var unknown = batch.Rows.SelectMany(r => Reference.In(r.Row)).Where(r => references.GetValueOrDefault(r) is null).Distinct();
        foreach (var group in unknown.GroupBy(r => r.Attribute, StringComparer.Ordinal).ToList())
        {
            var finds = referenceLookups.GetOrAdd(group.Key, name => new Lookup(service.Objects(name is "displayName" ? "Groups" : "Users"), ValuePath.Parse(name), [name]));
            var found = await finds.FindAsync(group.Select(r => r.Name), cancel);
            foreach (var reference in group)
                references[reference] = found.GetValueOrDefault(reference.Name) is [var one] ? Output.CellText.Of(one["id"]) : null;
        }
    }

    /// <summary>Writes a batch. When the connection or the server fails, what was done is found out by looking, and the rest is written again.</summary>
    async Task<Tally> WriteAsync(Batch batch, IReadOnlyList<Change> meant, Tally before)
    {
        // Off the caller's way: the next batch is read meanwhile.
        await Task.Yield();
        var changes = meant;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var outcomes = await ApplyAsync(changes);
                return Count(meant, [.. changes.Zip(outcomes, (change, wrong) => wrong is null ? change : new Change.Reject(change.Line, change.Key, [wrong]))], before);
            }
            catch (Exception failure) when (attempt < WriteAttempts && failure is HttpRequestException or TimeoutException or ScimException { Status: 429 or >= 500 })
            {
                await Task.Delay(TimeSpan.FromSeconds(failure is ScimException { RetryAfter: { } wait } ? wait.TotalSeconds : Math.Pow(2, attempt)), interruption.Asked);
                changes = await PlanAsync(batch, interruption.Insisted);
            }
        }
    }

    async Task<IReadOnlyList<Rejection?>> ApplyAsync(IReadOnlyList<Change> changes)
    {
        if (DryRun is not null)
        {
            DryRun(changes);
            foreach (var create in changes.OfType<Change.Create>())
                planned.UnionWith(Reference.To(create.Resource, kind).Select(r => Hash($"{r.Attribute}:{r.Name}")));
            return new Rejection?[changes.Count];
        }

        var real = changes.Where(c => c is not (Change.Nothing or Change.Reject or Change.Postpone)).ToList();
        if (real.Count == 0)
            return new Rejection?[changes.Count];
        var outcomes = new Queue<Rejection?>(await ApplyInPiecesAsync(real));
        return [.. changes.Select(c => c is Change.Nothing or Change.Reject or Change.Postpone ? null : outcomes.Dequeue())];
    }

    /// <summary>A server that finds a job too long, or of more requests than it grants in a minute, gets it in halves.</summary>
    async Task<IReadOnlyList<Rejection?>> ApplyInPiecesAsync(List<Change> changes)
    {
        try
        {
            return await writes.ApplyAsync(changes, interruption.Insisted);
        }
        catch (ScimException tooLong) when (tooLong.Status is 413 or 429 && changes.Count > 1)
        {
            var half = changes.Count / 2;
            return [.. await ApplyInPiecesAsync([.. changes.Take(half)]), .. await ApplyInPiecesAsync([.. changes.Skip(half)])];
        }
        catch (ScimException tooLong) when (tooLong.Status == 413)
        {
            return [new Rejection("", tooLong.Detail ?? "The server answered 413.", "The resource is longer than the server takes.")];
        }
    }

    Tally Count(IReadOnlyList<Change> meant, IReadOnlyList<Change> outcomes, Tally before)
    {
        var tally = before;
        for (var i = 0; i < meant.Count; i++)
        {
            if (isAgain && meant[i].Line > 0)
                tally = tally with { Postponed = tally.Postponed - 1 };
            else if (meant[i].Line > 0)
                tally = tally with { Rows = tally.Rows + 1 };
            // A batch that was looked at again because an answer was lost did what was planned at first.
            switch (outcomes[i] is Change.Reject ? outcomes[i] : meant[i])
            {
                case Change.Reject reject:
                    Rejected(reject);
                    tally = tally with { Rejected = tally.Rejected + 1 };
                    break;
                case Change.Postpone later:
                    postponed.Add(later.Row);
                    tally = tally with { Postponed = tally.Postponed + 1 };
                    break;
                case Change.Create:
                    tally = tally with { Created = tally.Created + 1 };
                    break;
                case Change.Update { Line: 0 }:
                    tally = tally with { Deactivated = tally.Deactivated + 1 };
                    break;
                case Change.Update:
                    tally = tally with { Updated = tally.Updated + 1 };
                    break;
                case Change.Delete:
                    tally = tally with { Deleted = tally.Deleted + 1 };
                    break;
                default:
                    tally = tally with { Unchanged = tally.Unchanged + 1 };
                    break;
            }
        }

        return tally;
    }

    async Task<Tally> RemoveMissingAsync(Tally tally)
    {
        if (seen!.Count == 0)
            throw new Commands.CommandException($"No row has a {match.Text}, so every {kind.Word} would be missing in them. Nothing was taken away.", Commands.RosterCommand.Failed);
        if (hasUnknownKeys)
            throw new Commands.CommandException($"Some rows have no {match.Text}, so nobody can tell which {kind.Endpoint.ToLowerInvariant()} are missing in them. Mend these rows and import again; nothing was taken away.", Commands.RosterCommand.PartlyDone);

        var (gone, listed) = (new List<Change>(), new HashSet<string>(StringComparer.Ordinal));
        await foreach (var resource in HeldAsync())
        {
            var key = Output.CellText.Of(match.Get(resource));
            var isActive = !(resource["active"] is JsonValue active && active.TryGetValue<bool>(out var truth)) || truth;
            if ((key.Length > 0 && seen.Contains(Hash(key))) || (Missing is Missing.Deactivate && !isActive))
                continue;
            var (id, name) = (Output.CellText.Of(resource["id"]), key.Length > 0 ? key : Output.CellText.Of(resource["id"]));
            if (!listed.Add(id))
                continue;
            gone.Add(Missing is Missing.Delete ? new Change.Delete(name, id) : new Change.Update(0, name, id, [new Difference("active", isActive, false)], Inactive(resource)));
        }

        if (gone.Count > 0 && DryRun is null)
            Confirm(gone.Count);
        foreach (var part in gone.Chunk(writes.BatchSize))
        {
            interruption.Asked.ThrowIfCancellationRequested();
            var outcomes = await ApplyAsync(part);
            tally = Done(Count(part, [.. part.Zip(outcomes, (change, wrong) => wrong is null ? change : new Change.Reject(0, change.Key, [wrong]))], tally));
        }

        return tally;
    }

    /// <summary>What the server has. Genesys Cloud lists active users alone, unless it is asked for the others; where they are listed anyway, some come twice.</summary>
    async IAsyncEnumerable<JsonObject> HeldAsync()
    {
        var resources = service.Objects(kind.Endpoint);
        var query = new ScimQuery { Attributes = ["active", match.TopLevel], Count = 500 };
        await foreach (var resource in resources.AllAsync(query, interruption.Asked))
            yield return resource;
        if (kind != ResourceKind.Users || Missing is not Missing.Delete)
            yield break;
        await foreach (var resource in resources.AllAsync(query with { Filter = ScimFilter.Equal("active", false) }, interruption.Asked))
            yield return resource;
    }

    static JsonObject Inactive(JsonObject resource)
    {
        resource["active"] = false;
        return resource;
    }

    /// <summary>A key as 16 bytes, so that those of millions of rows can be kept.</summary>
    UInt128 Hash(string key) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes(lookup!.Comparer == StringComparer.Ordinal ? key : key.ToUpperInvariant())));

    sealed class Batch(StringComparer comparer)
    {
        public List<(MappedRow Row, string? Key)> Rows { get; } = [];

        public HashSet<string> Keys { get; } = new(comparer);

        /// <summary>What rows of it refer to.</summary>
        public HashSet<string> References { get; } = new(comparer);
    }
}
