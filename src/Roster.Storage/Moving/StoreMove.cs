using System.Collections.Immutable;
using System.Data.Common;

namespace Roster.Storage.Moving;

/// <summary>What was moved of one table.</summary>
/// <param name="Hash">SHA-256 over all rows, the same on both sides.</param>
public sealed record MovedRows(string Table, long Rows, string Hash);

/// <summary>
/// Copies everything from one database to another, of whatever engine, so that each answer afterwards is the one from before to the byte. The source is read as of one
/// moment and not changed. Until the end the target says that it is not whole, and no server starts on it.
/// </summary>
public static class StoreMove
{
    /// <exception cref="StorageException">A server runs on one of the two, the target has data, or it does not hold what was written to it.</exception>
    public static ImmutableArray<MovedRows> Run(MoveEnd from, MoveEnd to, CancellationToken cancel)
    {
        if (from.Name == to.Name)
            throw new StorageException($"'{from.Name}' cannot be moved to itself.");
        if (!from.Exists)
            throw new StorageException($"There is no data in '{from.Name}'.");
        using var sourceHeld = from.Hold();
        using var targetHeld = to.Hold();
        try
        {
            from.Migrate();
            to.Migrate();
            using var source = from.Connect();
            using var target = to.Connect();
            source.BeginRead(null);
            if (MoveMark.IsSet(source))
                throw MoveMark.NotWhole();
            Empty(to, target);

            var reader = new TableReader(source);
            ImmutableArray<MovedRows> moved = [.. MovedTables.Others.Select(table => Copy(table, reader, to, target, cancel))];
            Verify(moved, to, target, cancel);
            moved = moved.Add(End(from, source, to, target));
            to.LookAtTables(target);
            return moved;
        }
        catch (DbException failure)
        {
            throw new StorageException($"The move from '{from.Name}' to '{to.Name}' failed: {failure.Message}", failure);
        }
    }

    // ---- The target before

    /// <summary>Sees that the target has nothing of its own, and marks it.</summary>
    static void Empty(MoveEnd to, StoreConnection target)
    {
        if (MoveMark.IsSet(target))
        {
            // An earlier move did not end.
            foreach (var table in MovedTables.Others.Reverse())
                Clear(table, target);
            return;
        }

        if (!IsNew(target))
            throw new StorageException($"'{to.Name}' has data. Everything is moved at once, into a new folder or an empty database.");
        TableWriter.Begin(target);
        MoveMark.Set(target);
        target.Commit();
    }

    const string UnusedSql = "SELECT 1 FROM administration WHERE id = 1 AND generation = 0 AND indexes = 0 AND probed_at = 0 AND maintenance = 0 AND cursor_key IS NULL";

    static bool IsNew(StoreConnection target) =>
        target[UnusedSql].Scalar() is not null && MovedTables.Others.Where(table => !table.PerTenant).All(table => target[$"SELECT 1 FROM {table.Name} LIMIT 1"].Scalar() is null);

    static void Clear(MovedTable table, StoreConnection target)
    {
        var tenants = table.PerTenant ? ValueIndex.Tenants(target) : [];
        TableWriter.Begin(target);
        foreach (var tenant in tenants)
        {
            target.Enter(tenant);
            target[$"DELETE FROM {table.Name} WHERE tenant = @tenant"].Run(("@tenant", tenant.Value));
        }

        if (!table.PerTenant)
            target[$"DELETE FROM {table.Name}"].Run();
        target.Commit();
    }

    // ---- The rows

    static MovedRows Copy(MovedTable table, TableReader reader, MoveEnd to, StoreConnection target, CancellationToken cancel)
    {
        var writer = new TableWriter(to, target);
        using var digest = new TableDigest(table);
        foreach (var page in reader.Pages(table))
        {
            cancel.ThrowIfCancellationRequested();
            writer.Write(table, page);
            foreach (var row in page)
                digest.Add(row);
        }

        return new MovedRows(table.Name, digest.Rows, digest.Hash());
    }

    static void Verify(ImmutableArray<MovedRows> moved, MoveEnd to, StoreConnection target, CancellationToken cancel)
    {
        target.BeginRead(null);
        var reader = new TableReader(target);
        foreach (var (table, read) in MovedTables.Others.Zip(moved))
            RequireEqual(read, Digest(table, reader, cancel), to);
        target.Commit();
    }

    static MovedRows Digest(MovedTable table, TableReader reader, CancellationToken cancel)
    {
        using var digest = new TableDigest(table);
        foreach (var page in reader.Pages(table))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var row in page)
                digest.Add(row);
        }

        return new MovedRows(table.Name, digest.Rows, digest.Hash());
    }

    static void RequireEqual(MovedRows read, MovedRows written, MoveEnd to)
    {
        if (read.Rows != written.Rows)
            throw new StorageException($"'{to.Name}' has {written.Rows} rows of table '{read.Table}' where {read.Rows} were read.");
        if (read.Hash != written.Hash)
            throw new StorageException($"'{to.Name}' does not have the rows of table '{read.Table}' that were read.");
    }

    // ---- The end

    const string RemoveMarkedSql = "DELETE FROM administration WHERE id = 1";

    /// <summary>Makes numbers go on where they were, and puts the source's own row in place of the mark: all or nothing of it.</summary>
    static MovedRows End(MoveEnd from, StoreConnection source, MoveEnd to, StoreConnection target)
    {
        TableWriter.Begin(target);
        foreach (var table in MovedTables.Others.Where(t => t.Numbered is not null))
            to.GoOnAfter(target, table, from.LastNumber(source, table));
        target[RemoveMarkedSql].Run();
        var administration = MovedTables.Administration;
        var page = new TableReader(source).Pages(administration).Single();
        new TableWriter(to, target).Insert(administration, page);
        var read = Digest(administration, new TableReader(source), default);
        RequireEqual(read, Digest(administration, new TableReader(target), default), to);
        target.Commit();
        return read;
    }
}
