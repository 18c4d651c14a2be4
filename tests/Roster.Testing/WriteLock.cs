using Microsoft.Data.Sqlite;

namespace Roster.Testing;

/// <summary>The right to write to a server's SQLite file, held by somebody else, so that the server's writer waits.</summary>
public sealed class WriteLock : IAsyncDisposable
{
    readonly SqliteConnection _connection;

    WriteLock(SqliteConnection connection) => _connection = connection;

    public static async Task<WriteLock> TakeAsync(string folder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "roster.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return new WriteLock(connection);
    }

    /// <summary>Gives it back, when that has not been done already.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
