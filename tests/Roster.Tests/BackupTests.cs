using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Roster.Testing;

namespace Roster.Tests;

/// <summary><c>roster backup</c> and <c>roster restore</c>, as the operator runs them.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class BackupTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("roster-backup-").FullName;
    readonly HttpClient http = new();

    string Data => Path.Combine(folder, "data");

    string Database => Path.Combine(Data, "roster.db");

    string Backup => Path.Combine(folder, "roster.backup");

    [Fact]
    public async Task A_backup_beside_a_server_that_writes_has_all_that_was_answered_before_it_began()
    {
        Directory.CreateDirectory(Data);
        await using var server = await RosterProcess.StartAsync(Data, http, TimeSpan.FromMinutes(1));
        var client = new ApiClient(http, server.Address, await RosterProcess.TokenAsync(http, server.Address, RosterProcess.ClientId, RosterProcess.ClientSecret));
        using var enough = new CancellationTokenSource();
        var before = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => client.CreateUserAsync()));
        var writers = Enumerable.Range(0, 4).Select(_ => WriteAsync(client, enough.Token)).ToList();

        var made = await JsonAsync("backup", "--to", Backup);
        await enough.CancelAsync();
        var meanwhile = (await Task.WhenAll(writers)).Sum();

        Assert.True((long)made["documents"]! >= 200);
        Assert.True(meanwhile > 0);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(Backup));
        // Bytes 18 and 19 of the file format are 2 where a part of the data may be in a log.
        Assert.Equal([1, 1], (await File.ReadAllBytesAsync(Backup))[18..20]);
        Assert.Equal(["data", "roster.backup"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        var restored = Path.Combine(folder, "restored");
        Assert.Equal((long)made["documents"]!, (long)(await JsonAsync("restore", "--from", Backup, "--data", restored))["documents"]!);
        await using var second = await RosterProcess.StartAsync(restored, http, TimeSpan.FromMinutes(1));
        // The token from before is one of the data.
        var again = new ApiClient(http, second.Address, await RosterProcess.TokenAsync(http, second.Address, RosterProcess.ClientId, RosterProcess.ClientSecret));
        foreach (var user in before.Take(20))
            Assert.Equal(user.Version, (await again.GetAsync("/api/v2/scim/v2/users/" + user.Id)).Expect(200).Version);
        await again.CreateUserAsync();
    }

    [Fact]
    public async Task A_backup_replaces_a_file_only_when_told_to()
    {
        await JsonAsync("tenant", "add", "acme");
        await File.WriteAllTextAsync(Backup, "precious");

        Assert.Equal((1, true), await RefusedAsync("--force", "backup", "--to", Backup));
        Assert.Equal("precious", await File.ReadAllTextAsync(Backup));
        Assert.Equal(2, (int)(await JsonAsync("backup", "--to", Backup, "--force"))["organizations"]! + 1);
    }

    [Fact]
    public async Task A_backup_of_nothing_or_into_the_data_folder_is_refused()
    {
        Assert.Equal((1, true), await RefusedAsync("no data", "backup", "--to", Backup));
        Assert.False(Directory.Exists(Data));

        await JsonAsync("tenant", "add", "acme");
        Assert.Equal((1, true), await RefusedAsync("elsewhere", "backup", "--to", Database, "--force"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "link"), Data);
        Assert.Equal((1, true), await RefusedAsync("elsewhere", "backup", "--to", Path.Combine(folder, "link", "roster.db"), "--force"));
        Assert.Single((await JsonAsync("tenant", "list"))["tenants"]!.AsArray());
    }

    [Fact]
    public async Task A_backup_of_damaged_data_is_no_backup()
    {
        await StoredVersion.MakeAsync("version1", Data);
        await ExecuteAsync("UPDATE resource SET document = CAST(replace(CAST(document AS TEXT), 'Chef', 'Chief') AS BLOB) WHERE CAST(document AS TEXT) LIKE '%Chef%' AND tenant = 2");

        Assert.Equal((1, true), await RefusedAsync("does not fit its checksum", "backup", "--to", Backup));
        Assert.Equal(["data"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_restore_into_a_folder_with_data_keeps_that_aside()
    {
        await JsonAsync("tenant", "add", "first");
        await JsonAsync("backup", "--to", Backup);
        await JsonAsync("tenant", "add", "second");

        Assert.Equal((1, true), await RefusedAsync("--force", "restore", "--from", Backup));
        Assert.Equal(2, (await JsonAsync("tenant", "list"))["tenants"]!.AsArray().Count);
        var restored = await JsonAsync("restore", "--from", Backup, "--force");

        Assert.Equal(["first"], (await JsonAsync("tenant", "list"))["tenants"]!.AsArray().Select(t => (string?)t!["name"]));
        var kept = (string)restored["kept"]!;
        Assert.Matches(@"roster-\d{8}T\d{6}Z\.db$", kept);
        Assert.Equal(["roster.db", Path.GetFileName(kept)], Files().Where(f => f.EndsWith(".db", StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal));
        await JsonAsync("restore", "--from", kept, "--force", "--data", Path.Combine(folder, "other"));
        Assert.Equal(2, (await JsonAsync("tenant", "list", "--data", Path.Combine(folder, "other")))["tenants"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_restore_replaces_data_too_damaged_to_be_opened()
    {
        await JsonAsync("tenant", "add", "first");
        await JsonAsync("backup", "--to", Backup);
        await File.WriteAllTextAsync(Database, new string('x', 8192));
        await File.WriteAllTextAsync(Database + "-wal", "the log of what is gone");

        var kept = (string)(await JsonAsync("restore", "--from", Backup, "--force"))["kept"]!;

        Assert.Equal(new string('x', 8192), await File.ReadAllTextAsync(kept));
        Assert.Equal("the log of what is gone", await File.ReadAllTextAsync(kept + "-wal"));
        Assert.Single((await JsonAsync("tenant", "list"))["tenants"]!.AsArray());
    }

    [Fact]
    public async Task A_log_that_was_left_behind_is_not_taken_for_one_of_the_backup()
    {
        await JsonAsync("tenant", "add", "first");
        await JsonAsync("backup", "--to", Backup);
        await using (var tool = await ConnectAsync())
        {
            await using var write = tool.CreateCommand();
            write.CommandText = "INSERT INTO tenant (name, created) VALUES ('second', 1)";
            await write.ExecuteNonQueryAsync();
            File.Copy(Database + "-wal", Backup + ".log");
        }

        File.Delete(Database);
        File.Copy(Backup + ".log", Database + "-wal");
        await JsonAsync("restore", "--from", Backup);

        Assert.Equal(["first"], (await JsonAsync("tenant", "list"))["tenants"]!.AsArray().Select(t => (string?)t!["name"]));
    }

    [Fact]
    public async Task A_restore_is_refused_while_a_server_or_another_program_has_the_data()
    {
        await JsonAsync("tenant", "add", "first");
        await JsonAsync("backup", "--to", Backup);

        await using (await RosterProcess.StartAsync(Data, http, TimeSpan.FromMinutes(1)))
            Assert.Equal((1, true), await RefusedAsync("A server runs", "restore", "--from", Backup, "--force"));
        await using (var tool = await ConnectAsync())
        {
            await using var read = tool.CreateCommand();
            read.CommandText = "BEGIN; SELECT name FROM tenant";
            await read.ExecuteScalarAsync();
            Assert.Equal((1, true), await RefusedAsync("Another program", "restore", "--from", Backup, "--force"));
        }

        Assert.Contains("default", (await JsonAsync("tenant", "list"))["tenants"]!.AsArray().Select(t => (string?)t!["name"]));
    }

    [Theory]
    [InlineData("PRAGMA user_version = 9999", "newer version")]
    [InlineData("PRAGMA user_version = 0", "no data of Roster")]
    [InlineData("UPDATE resource SET checksum = checksum + 1 WHERE row_id = 3", "row 3 of table 'resource'")]
    [InlineData("UPDATE resource SET document = X'' WHERE row_id = 3", "row 3 of table 'resource'")]
    [InlineData("PRAGMA writable_schema = 1; DELETE FROM sqlite_schema WHERE name = 'member_order'; PRAGMA user_version = 1", "is damaged")]
    public async Task A_backup_that_is_not_whole_or_not_ours_is_refused_and_the_data_left_alone(string harm, string sentence)
    {
        await StoredVersion.MakeAsync("version1", Data);
        await ExecuteAsync(harm);
        File.Move(Database, Backup);
        Directory.Delete(Data, recursive: true);
        await JsonAsync("tenant", "add", "mine");

        Assert.Equal((1, true), await RefusedAsync(sentence, "restore", "--from", Backup, "--force"));

        Assert.Equal(["mine"], (await JsonAsync("tenant", "list"))["tenants"]!.AsArray().Select(t => (string?)t!["name"]));
        Assert.DoesNotContain(Files(), f => f.Contains("partial", StringComparison.Ordinal) || f.StartsWith("roster-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_copy_of_a_database_without_its_log_is_refused()
    {
        await JsonAsync("tenant", "add", "mine");
        await File.WriteAllTextAsync(Backup, "x");
        await File.WriteAllTextAsync(Backup + "-wal", "x");

        Assert.Equal((1, true), await RefusedAsync("not the whole", "restore", "--from", Backup, "--force"));
        Assert.Equal((1, true), await RefusedAsync("There is no file", "restore", "--from", Path.Combine(folder, "nothing"), "--force"));
    }

    [Fact]
    public async Task The_data_of_a_database_server_is_left_to_its_own_tools()
    {
        foreach (var command in new[] { "backup --to x", "restore --from x" })
        {
            var (code, _, errors) = await RunAsync(command.Split(' '), "Host=db");
            Assert.Equal(2, code);
            Assert.Contains("PostgreSQL", errors, StringComparison.Ordinal);
        }
    }

    static async Task<int> WriteAsync(ApiClient client, CancellationToken enough)
    {
        var written = 0;
        for (; !enough.IsCancellationRequested; written++)
            await client.CreateUserAsync();
        return written;
    }

    IEnumerable<string> Files() => Directory.GetFiles(Data).Select(f => Path.GetFileName(f));

    async Task<SqliteConnection> ConnectAsync()
    {
        var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    async Task<JsonObject> JsonAsync(params string[] arguments)
    {
        var (code, output, errors) = await RunAsync([.. arguments, "--json"]);
        return code == 0 ? JsonNode.Parse(output)!.AsObject() : throw new InvalidOperationException(errors);
    }

    /// <returns>The exit code, and whether the message has the sentence and nothing of the inside.</returns>
    async Task<(int Code, bool Told)> RefusedAsync(string sentence, params string[] arguments)
    {
        var (code, _, errors) = await RunAsync(arguments);
        return (code, errors.Contains(sentence, StringComparison.Ordinal) && !errors.Contains("   at ", StringComparison.Ordinal));
    }

    async Task<(int Code, string Output, string Errors)> RunAsync(string[] arguments, string? connection = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "roster.dll"), .. arguments])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        start.Environment["ROSTER_Data"] = Data;
        if (connection is not null)
            start.Environment["ROSTER_Storage__ConnectionString"] = connection;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
