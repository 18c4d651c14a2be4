using System.Collections.Concurrent;
using System.Globalization;
using Roster.Scim;

namespace Roster.Storage;

/// <summary>Finds text inside of values.</summary>
/// <param name="type">The resource type's name.</param>
/// <param name="atEnd">Whether only at their end.</param>
/// <returns>The row numbers of all resources that have it, and of some that have not; null when an index is to be gone through instead.</returns>
delegate IReadOnlyList<long>? TextSearch(string type, Place place, string text, bool atEnd);

/// <summary>
/// Keeps the text that is searched through in memory. Each search learns from the change log what was written since, in the transaction of its query, so that it finds neither less nor more
/// than the query sees. That needs a log whose numbers grow from commit to commit, as those of a single writer do.
/// </summary>
/// <param name="most">Bytes of memory for all of them together; 0 keeps none.</param>
/// <param name="clock">Tells what was asked for lately.</param>
sealed class ValueTexts(long most, TimeProvider clock)
{
    // Beyond so many an index is as quick as looking each of them up.
    const int MostFound = 5_000;

    // So many that changed are looked at beside what is known; more are learned.
    const int MostChanged = 256;
    const int MostLearned = 10_000;

    // Of few resources all are read sooner again than it is told what became of each.
    const int Few = 1_000;

    // What was asked for so lately does not make room for others, nor is it built again when there was none for it.
    static readonly TimeSpan Lately = TimeSpan.FromMinutes(1);

    readonly Lock gate = new();
    readonly Dictionary<Key, Kept> kept = [];
    readonly ConcurrentDictionary<TenantId, long> trimmed = new();

    readonly record struct Key(TenantId Tenant, string Type, Place Place);

    sealed class Kept
    {
        public ValueText? Text { get; set; }
        public bool IsBuilding { get; set; }
        public long UsedAt { get; set; }
        public long? RefusedAt { get; set; }
    }

    /// <summary>To be told before entries of the change log are removed: what does not know them cannot learn of them any more.</summary>
    /// <param name="upTo">The last of them.</param>
    public void Trimming(TenantId tenant, long upTo) => trimmed.AddOrUpdate(tenant, upTo, (_, before) => Math.Max(before, upTo));

    // Also what is no more was the last once.
    const string LastChangeSql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = @log";

    /// <summary>The row numbers of all resources that have some text in an attribute, and of some that have not.</summary>
    /// <param name="on">A transaction that sees one moment.</param>
    /// <param name="atEnd">Whether only at its end.</param>
    /// <returns>Null when they are many, or an index is to be gone through this time.</returns>
    public IReadOnlyList<long>? Find(StoreConnection on, TenantId tenant, string type, Place place, string text, bool atEnd)
    {
        if (most == 0)
            return null;

        // The transaction's moment begins here at the latest, so that of all that was removed from the log by then one has been told.
        var now = Convert.ToInt64(on[LastChangeSql].Scalar(("@log", "change")), CultureInfo.InvariantCulture);
        var key = new Key(tenant, type, place);
        var known = Known(key, now);
        var changed = known is null ? [] : Changed(on, tenant, known, now);
        if (known is null || changed.Count > MostChanged)
            (known, changed) = (Learn(on, key, known, changed, now), []);

        if (known?.Find(text, atEnd, MostFound) is not { } found)
            return null;
        found.AddRange(changed);
        return found;
    }

    /// <returns>Null when nothing is known that holds for this moment.</returns>
    ValueText? Known(Key key, long now)
    {
        lock (gate)
        {
            if (!kept.TryGetValue(key, out var entry) || entry.Text is not { } text)
                return null;
            entry.UsedAt = clock.GetTimestamp();
            return text.BuiltAt <= now && text.KnownTo >= trimmed.GetValueOrDefault(key.Tenant) ? text : null;
        }
    }

    const string ChangedSql = "SELECT DISTINCT c.resource FROM change c WHERE c.tenant = @tenant AND c.sequence > @after LIMIT @take";

    static List<long> Changed(StoreConnection on, TenantId tenant, ValueText known, long now)
    {
        var changed = new List<long>();
        if (known.KnownTo >= now)
            return changed;
        using var rows = on[ChangedSql].Read(("@tenant", tenant.Value), ("@after", known.KnownTo), ("@take", MostLearned + 1L));
        while (rows.Next())
            changed.Add(rows.Number(0));
        return changed;
    }

    /// <summary>Reads what is not known, or everything. Others who ask meanwhile do not wait.</summary>
    ValueText? Learn(StoreConnection on, Key key, ValueText? known, List<long> changed, long now)
    {
        Kept? entry;
        lock (gate)
        {
            if (!kept.TryGetValue(key, out entry))
                kept[key] = entry = new Kept();
            if (entry.IsBuilding || (entry.RefusedAt is { } refused && IsLately(refused)))
                return null;
            entry.IsBuilding = true;
        }

        ValueText? text = null;
        try
        {
            var adds = known is not null && changed.Count <= MostLearned && known.Added + changed.Count <= Math.Max(Few, known.Count / 2);
            using var rows = Read(on, key, adds ? changed : null);
            text = adds ? known!.With(rows, now, most) : ValueText.Build(rows, now, most);
            return text;
        }
        finally
        {
            lock (gate)
            {
                entry.IsBuilding = false;
                // Who began earlier than others may know less than they.
                if (!(entry.Text?.KnownTo > now))
                    Keep(entry, text);
            }
        }
    }

    static Rows Read(StoreConnection on, Key key, List<long>? among)
    {
        var list = among is null ? null : on.Dialect.List(among);
        string Among(string row) => among is null ? "" : " AND " + on.Dialect.AmongNumbers(row, "@rows");
        return key.Place switch
        {
            Place.Column column => on[$"""
                SELECT r.row_id, {column.Name}
                  FROM resource r
                 WHERE r.tenant = @tenant AND r.type = @type AND r.tombstone = 0 AND {column.Name} IS NOT NULL{Among("r.row_id")}
                """].Read(("@tenant", key.Tenant.Value), ("@type", key.Type), ("@rows", list)),
            Place.Values values => on[$"""
                SELECT v.resource, v.text
                  FROM resource_value v
                 WHERE v.tenant = @tenant AND v.path = @path AND v.text IS NOT NULL{Among("v.resource")}
                """].Read(("@tenant", key.Tenant.Value), ("@path", values.Path), ("@rows", list)),
            var other => throw new ArgumentException($"{other} has no text.", nameof(key)),
        };
    }

    bool IsLately(long timestamp) => clock.GetElapsedTime(timestamp) < Lately;

    void Keep(Kept entry, ValueText? text)
    {
        if (text is not null && HasRoomFor(text, entry))
            (entry.Text, entry.UsedAt) = (text, clock.GetTimestamp());
        else
            (entry.Text, entry.RefusedAt) = (null, clock.GetTimestamp());
    }

    /// <summary>Makes room by giving up what was not asked for lately.</summary>
    bool HasRoomFor(ValueText text, Kept entry)
    {
        var others = kept.Where(other => other.Value != entry && other.Value.Text is not null).OrderBy(other => other.Value.UsedAt).ToList();
        var memory = text.Memory + others.Sum(other => other.Value.Text!.Memory);
        foreach (var (key, other) in others.TakeWhile(other => !IsLately(other.Value.UsedAt)))
        {
            if (memory <= most)
                break;
            memory -= other.Text!.Memory;
            kept.Remove(key);
        }

        return memory <= most;
    }
}
