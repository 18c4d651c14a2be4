using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Roster.Testing.Tests;

/// <summary>The equipment itself: what tests against PostgreSQL stand on.</summary>
[Trait(TestEngine.Trait, TestEngine.Postgres)]
public sealed class PostgresServerTests
{
    [Fact]
    public async Task All_tests_of_a_process_share_one_server_and_each_has_a_database_of_its_own()
    {
        Assert.Same(await PostgresServer.Shared, await PostgresServer.Shared);
        await using var one = await PostgresDatabase.CreateAsync();
        await using var other = await PostgresDatabase.CreateAsync();

        await ExecuteAsync(one.ConnectionString, "CREATE TABLE only_here (id int)");

        Assert.Equal("0", await ScalarAsync(other.ConnectionString, "SELECT count(*) FROM pg_tables WHERE tablename = 'only_here'"));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(
            new NpgsqlConnectionStringBuilder(one.ConnectionString) { Password = "wrong" }.ConnectionString, "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task The_owner_of_a_database_can_log_in_and_nothing_else()
    {
        await using var database = await PostgresDatabase.CreateAsync();

        Assert.Equal("true|false|false|false|false|false", await ScalarAsync(
            database.ConnectionString,
            "SELECT concat_ws('|', rolcanlogin::text, rolsuper::text, rolbypassrls::text, rolcreaterole::text, rolcreatedb::text, rolreplication::text) FROM pg_roles WHERE rolname = current_user"));
        await ExecuteAsync(database.ConnectionString, "CREATE TABLE name (folded text); CREATE INDEX ON name USING gin (folded gin_trgm_ops)");
    }

    [Fact]
    public async Task A_commit_waits_for_the_log_and_text_is_not_ordered_by_bytes()
    {
        await using var database = await PostgresDatabase.CreateAsync();

        Assert.Equal("on", await ScalarAsync(database.ConnectionString, "SHOW synchronous_commit"));
        Assert.Equal("300", await ScalarAsync(database.ConnectionString, "SHOW max_connections"));
        Assert.Equal("true", await ScalarAsync(database.ConnectionString, "SELECT ('a' < 'B')::text"));
    }

    [Fact]
    public async Task The_major_version_is_the_one_that_was_asked_for()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var asked = Environment.GetEnvironmentVariable("ROSTER_TEST_POSTGRES");

        Assert.StartsWith(string.IsNullOrEmpty(asked) ? "15." : asked + ".", await ScalarAsync(database.ConnectionString, "SHOW server_version"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_is_gone_afterwards_even_when_somebody_is_connected()
    {
        var server = await PostgresServer.Shared;
        var database = await PostgresDatabase.CreateAsync();
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();

        await database.DisposeAsync();

        Assert.Equal("0", await ScalarAsync(server.AdminConnectionString(), $"SELECT count(*) FROM pg_database WHERE datname = '{database.Name}'"));
        Assert.Equal("0", await ScalarAsync(server.AdminConnectionString(), $"SELECT count(*) FROM pg_roles WHERE rolname = '{database.Name}'"));
    }

    [Fact]
    public async Task A_server_of_ones_own_can_flush_to_disk_and_leaves_nothing_behind()
    {
        var server = await PostgresServer.StartAsync(fsync: true);
        var (folder, pid) = (server.Folder, await PostmasterAsync(server));
        Assert.Equal("on", await ScalarAsync(server.AdminConnectionString(), "SHOW fsync"));

        await server.DisposeAsync();

        Assert.False(Directory.Exists(folder));
        Assert.False(IsRunning(pid));
    }

    // The child is this test assembly, told to run the test below and killed in the middle of it.
    [Fact]
    public async Task A_killed_process_leaves_no_server_behind()
    {
        var note = Path.Combine(Path.GetTempPath(), "roster-note-" + Guid.NewGuid().ToString("N"));
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(PostgresServerTests).Assembly.Location, "-method", $"*.{nameof(A_server_runs_until_its_process_is_killed)}"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment[Note] = note;
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEndAsync();
        await EventuallyAsync(() => File.Exists(note) || child.HasExited, TimeSpan.FromSeconds(60));
        Assert.False(child.HasExited, "The child did not come to its server.");
        var (folder, pid) = await File.ReadAllLinesAsync(note) is [var first, var second] ? (first, int.Parse(second, CultureInfo.InvariantCulture)) : throw new InvalidDataException(note);
        Assert.True(Directory.Exists(folder) && IsRunning(pid));

        child.Kill();

        await EventuallyAsync(() => !Directory.Exists(folder) && !IsRunning(pid), TimeSpan.FromSeconds(20));
        await output;
        File.Delete(note);
    }

    const string Note = "ROSTER_TEST_POSTGRES_NOTE";

    /// <summary>By itself it only shows that a server starts; as a child it says where, and waits for its end.</summary>
    [Fact]
    public async Task A_server_runs_until_its_process_is_killed()
    {
        var server = await PostgresServer.Shared;
        var pid = await PostmasterAsync(server);
        Assert.True(IsRunning(pid));
        if (Environment.GetEnvironmentVariable(Note) is not { } note)
            return;

        await File.WriteAllLinesAsync(note + "~", [server.Folder, pid.ToString(CultureInfo.InvariantCulture)]);
        File.Move(note + "~", note);
        await Task.Delay(TimeSpan.FromMinutes(2));
    }

    static async Task<int> PostmasterAsync(PostgresServer server) =>
        int.Parse(await ScalarAsync(server.AdminConnectionString(), "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"), CultureInfo.InvariantCulture);

    static bool IsRunning(int pid) => Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}"));

    static async Task EventuallyAsync(Func<bool> condition, TimeSpan within)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); await Task.Delay(20))
            Assert.True(watch.Elapsed < within, $"It did not come about within {within}.");
    }

    static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    static async Task<string> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
    }
}
