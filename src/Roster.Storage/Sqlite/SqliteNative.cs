using System.Runtime.InteropServices;

namespace Roster.Storage.Sqlite;

/// <summary>
/// The few functions of SQLite that are called several times for each row (https://sqlite.org/c3ref/funclist.html), called directly: the driver's own way to them counts the uses of a handle at each
/// call, which takes longer than the call. Those that only look at or set a value in memory are called without telling the garbage collector, which waits for them that long.
/// </summary>
static partial class SqliteNative
{
    // The library that the driver brings.
    const string Library = "e_sqlite3";

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    public static partial int Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null"), SuppressGCTransition]
    public static partial int BindNull(nint statement, int place);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64"), SuppressGCTransition]
    public static partial int BindInt64(nint statement, int place, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_double"), SuppressGCTransition]
    public static partial int BindDouble(nint statement, int place, double value);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_type"), SuppressGCTransition]
    public static partial int ColumnType(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64"), SuppressGCTransition]
    public static partial long ColumnInt64(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_double"), SuppressGCTransition]
    public static partial double ColumnDouble(nint statement, int column);

    /// <summary>The bytes of a text or blob, good until the next step.</summary>
    public static unsafe ReadOnlySpan<byte> ColumnBlob(nint statement, int column)
    {
        var bytes = Blob(statement, column);
        return bytes == 0 ? [] : new((void*)bytes, ColumnBytes(statement, column));
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob"), SuppressGCTransition]
    private static partial nint Blob(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes"), SuppressGCTransition]
    private static partial int ColumnBytes(nint statement, int column);
}
