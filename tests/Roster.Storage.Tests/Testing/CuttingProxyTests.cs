using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Roster.Testing.Tests;

/// <summary>Each way in which the network can break, seen by a plain client of PostgreSQL.</summary>
[Trait(TestEngine.Trait, TestEngine.Postgres)]
public sealed class CuttingProxyTests : IAsyncLifetime
{
    PostgresDatabase database = null!;
    CuttingProxy proxy = null!;

    public async ValueTask InitializeAsync()
    {
        var server = await PostgresServer.Shared;
        database = await PostgresDatabase.CreateAsync(server);
        proxy = CuttingProxy.Start(server.Port);
        await ExecuteAsync("CREATE TABLE written (n int PRIMARY KEY)");
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Everything_passes_until_told_otherwise_and_open_connections_are_counted()
    {
        Assert.Equal(0, proxy.Open);
        await using (var one = await OpenAsync())
        await using (var other = await OpenAsync())
        {
            Assert.Equal(2, proxy.Open);
            Assert.Equal(1_000_000, (await ScalarAsync(one, "SELECT repeat('x', 1000000)")).Length);
            Assert.Equal("1000000", await ScalarAsync(other, $"SELECT length('{new string('x', 1_000_000)}')"));
        }

        await EventuallyAsync(() => proxy.Open == 0);
    }

    [Fact]
    public async Task A_cut_resets_every_connection_and_new_ones_pass()
    {
        await using var one = await OpenAsync();
        await using var other = await OpenAsync();

        proxy.Cut();

        foreach (var connection in new[] { one, other })
        {
            var error = await Assert.ThrowsAnyAsync<NpgsqlException>(() => ScalarAsync(connection, "SELECT 1"));
            Assert.Equal(SocketError.ConnectionReset, (error.GetBaseException() as SocketException)?.SocketErrorCode);
        }

        await EventuallyAsync(() => proxy.Open == 0);
        await using var again = await OpenAsync();
        Assert.Equal("1", await ScalarAsync(again, "SELECT 1"));
    }

    [Fact]
    public async Task A_server_hears_of_a_cut_too()
    {
        await using var connection = await OpenAsync();
        var backend = await ScalarAsync(connection, "SELECT pg_backend_pid()");
        await ExecuteAsync("BEGIN; INSERT INTO written VALUES (1)", connection);

        proxy.Cut();

        await using var direct = await OpenAsync(database.ConnectionString);
        for (var watch = Stopwatch.StartNew(); await ScalarAsync(direct, $"SELECT count(*) FROM pg_stat_activity WHERE pid = {backend}") != "0"; await Task.Delay(10))
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), "The server still has the session.");
        Assert.Equal("0", await CountAsync());
    }

    [Fact]
    public async Task A_commit_whose_answer_is_cut_is_an_error_to_the_client_and_is_committed()
    {
        for (var n = 1; n <= 20; n++)
        {
            await using var connection = await OpenAsync();
            await ExecuteAsync($"BEGIN; INSERT INTO written VALUES ({n})", connection);

            var cut = n % 2 == 0 ? proxy.CutAfter(Toward.Client, 0) : proxy.CutBefore(Toward.Client, "COMMIT"u8.ToArray());
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync("COMMIT", connection));
            await cut.WaitAsync(TimeSpan.FromSeconds(5));

            Assert.Equal(n.ToString(CultureInfo.InvariantCulture), await CountAsync());
        }
    }

    [Fact]
    public async Task A_commit_whose_answer_is_swallowed_is_committed_and_its_answer_comes_when_traffic_passes_again()
    {
        await using var connection = await OpenAsync();
        await using var other = await OpenAsync();
        var swallowed = proxy.SwallowBefore(Toward.Client, "COMMIT"u8.ToArray(), after: "INSERT 0 1"u8.ToArray());
        await ExecuteAsync("BEGIN; COMMIT", other);
        await ExecuteAsync("BEGIN; INSERT INTO written VALUES (1)", connection);

        var committing = ExecuteAsync("COMMIT", connection);
        await swallowed.WaitAsync(TimeSpan.FromSeconds(5));
        await Task.Delay(300);
        Assert.False(committing.IsCompleted);
        Assert.Equal("1", await CountAsync());

        proxy.Traffic = Traffic.Pass;
        await committing.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_commit_that_is_cut_on_its_way_is_an_error_to_the_client_and_is_not_committed()
    {
        // A simple query is 5 bytes of head, the text, and a zero: all but the last byte arrive.
        foreach (var bytes in new[] { 0, 1, 5, 11 })
        {
            await using var connection = await OpenAsync();
            await ExecuteAsync("BEGIN; INSERT INTO written VALUES (1)", connection);

            var cut = proxy.CutAfter(Toward.Server, bytes);
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync("COMMIT", connection));
            await cut.WaitAsync(TimeSpan.FromSeconds(5));

            await EventuallyAsync(() => proxy.Open == 0);
            Assert.Equal("0", await CountAsync());
        }
    }

    [Theory]
    [InlineData(Toward.Client, 1)]
    [InlineData(Toward.Client, 40_000)]
    [InlineData(Toward.Server, 1)]
    [InlineData(Toward.Server, 40_000)]
    public async Task Exactly_the_bytes_before_the_cut_arrive(Toward toward, int bytes)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var plain = CuttingProxy.Start(((IPEndPoint)listener.LocalEndpoint).Port);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, plain.Port);
        using var server = await listener.AcceptTcpClientAsync();
        var (sender, receiver) = toward == Toward.Server ? (client, server) : (server, client);

        var cut = plain.CutAfter(toward, bytes);
        var sending = sender.Client.SendAsync(new byte[bytes + 1]);
        var received = 0;
        var reset = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (true)
            {
                var read = await receiver.Client.ReceiveAsync(new byte[4096]).WaitAsync(TimeSpan.FromSeconds(5));
                received += read > 0 ? read : throw new InvalidOperationException("It was closed, not reset.");
            }
        });

        await cut.WaitAsync(TimeSpan.FromSeconds(5));
        await sending;
        Assert.Equal((bytes, SocketError.ConnectionReset), (received, reset.SocketErrorCode));
        Assert.Equal(SocketError.ConnectionReset, (await Assert.ThrowsAsync<SocketException>(() => sender.Client.ReceiveAsync(new byte[1]))).SocketErrorCode);
    }

    [Fact]
    public async Task What_is_swallowed_is_answered_only_when_traffic_passes_again()
    {
        await using var connection = await OpenAsync();

        proxy.Traffic = Traffic.Swallow;
        var waiting = ScalarAsync(connection, "SELECT 1");
        var opening = OpenAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => Task.WhenAny(waiting, opening).WaitAsync(TimeSpan.FromMilliseconds(500)));
        Assert.Equal(2, proxy.Open);

        proxy.Traffic = Traffic.Pass;
        Assert.Equal("1", await waiting.WaitAsync(TimeSpan.FromSeconds(5)));
        await using var opened = await opening.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("1", await ScalarAsync(opened, "SELECT 1"));
    }

    [Fact]
    public async Task New_connections_are_refused_while_those_that_are_open_go_on()
    {
        await using var connection = await OpenAsync();
        for (var round = 0; round < 5; round++)
        {
            proxy.Traffic = Traffic.Refuse;
            var error = await Assert.ThrowsAnyAsync<NpgsqlException>(() => OpenAsync());
            Assert.Equal(SocketError.ConnectionRefused, (error.GetBaseException() as SocketException)?.SocketErrorCode);
            Assert.Equal("1", await ScalarAsync(connection, "SELECT 1"));

            proxy.Traffic = Traffic.Pass;
            await using var again = await OpenAsync();
            Assert.Equal("1", await ScalarAsync(again, "SELECT 1"));
        }
    }

    async Task<NpgsqlConnection> OpenAsync(string? connectionString = null)
    {
        var keys = new NpgsqlConnectionStringBuilder(connectionString ?? database.Through(proxy.Port)) { Pooling = false, Timeout = 30, SslMode = SslMode.Disable, GssEncryptionMode = GssEncryptionMode.Disable };
        var connection = new NpgsqlConnection(keys.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>By a simple query when there is a connection, so that its bytes can be counted.</summary>
    async Task ExecuteAsync(string sql, NpgsqlConnection? connection = null)
    {
        await using var own = connection is null ? await OpenAsync(database.ConnectionString) : null;
        await using var command = new NpgsqlCommand(sql, connection ?? own);
        await command.ExecuteNonQueryAsync();
    }

    static async Task<string> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
    }

    async Task<string> CountAsync()
    {
        await using var direct = await OpenAsync(database.ConnectionString);
        return await ScalarAsync(direct, "SELECT count(*) FROM written");
    }

    static async Task EventuallyAsync(Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); await Task.Delay(10))
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), "It did not come about.");
    }
}
