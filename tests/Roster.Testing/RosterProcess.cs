using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Roster.Testing;

/// <summary>
/// The built executable as a process of its own, for what a server inside the test process cannot show: being killed, being driven by
/// somebody else's SDK, and the command line beside it.
/// </summary>
public sealed class RosterProcess : IAsyncDisposable
{
    public const string ClientId = "test-root";
    public const string ClientSecret = "test-root-secret-of-more-than-thirty-two-characters";

    // The kernel has accepted a kill before the process is gone from the table of ports and locks.
    static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(20);

    readonly Process _process;
    readonly StringBuilder _log = new();
    readonly List<string> _output = [];

    RosterProcess(Process process, string folder, int port)
    {
        (_process, Folder, Port) = (process, folder, port);
        process.OutputDataReceived += RecordOutput;
        process.ErrorDataReceived += Record;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Folder { get; }

    public int Port { get; }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    /// <summary>How long it took from the start of the process to the first answer that says it is ready.</summary>
    public TimeSpan StartedWithin { get; private set; }

    /// <summary>What the process has printed so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>The lines of its standard output so far.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_log)
                return [.. _output];
        }
    }

    /// <param name="settings">Options as the environment names them; rate limits are off and a stop waits for nobody unless they say otherwise.</param>
    public static async Task<RosterProcess> StartAsync(string folder, HttpClient http, TimeSpan timeout, params (string Name, string Value)[] settings)
    {
        var port = LoopbackPort.Free();
        var watch = Stopwatch.StartNew();
        var roster = new RosterProcess(Launch(folder, ["serve"], port, settings), folder, port);
        while (!await roster.IsReadyAsync(http))
        {
            if (roster._process.HasExited || watch.Elapsed > timeout)
            {
                await roster.DisposeAsync();
                throw new InvalidOperationException($"The server was not ready within {timeout}:\n{roster.Log}");
            }

            await Task.Delay(20);
        }

        roster.StartedWithin = watch.Elapsed;
        return roster;
    }

    /// <summary>Runs a command of the executable on the same data and returns what it printed as JSON.</summary>
    public static async Task<JsonObject> RunAsync(string folder, params string[] arguments)
    {
        using var process = Launch(folder, arguments, port: null, []);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"roster {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}{await errors}");

        return JsonNode.Parse(await output)!.AsObject();
    }

    public static async Task<string> TokenAsync(HttpClient http, string address, string clientId, string clientSecret)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"),
            new("client_id", clientId),
            new("client_secret", clientSecret),
        ]);
        using var response = await http.PostAsync(new Uri(address + "/oauth/token"), form);
        var text = await response.Content.ReadAsStringAsync();
        return (string?)JsonNode.Parse(text)?["access_token"] ?? throw new InvalidOperationException($"No token: {(int)response.StatusCode} {text}");
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();

        using var timeout = new CancellationTokenSource(ExitTimeout);
        await _process.WaitForExitAsync(timeout.Token);
    }

    /// <summary>SIGTERM, as whatever runs services sends it.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <returns>The exit code.</returns>
    public async Task<int> ExitedAsync(TimeSpan within)
    {
        using var timeout = new CancellationTokenSource(within);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    static Process Launch(string folder, IEnumerable<string> arguments, int? port, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "roster.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["ROSTER_Data"] = folder;
        if (TestEngine.ConnectionString(folder) is { } database)
            start.Environment["ROSTER_Storage__ConnectionString"] = database;
        if (port is { } number)
        {
            start.Environment["ROSTER_Urls"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{number}");
            start.Environment["ROSTER_Bootstrap__ClientId"] = ClientId;
            start.Environment["ROSTER_Bootstrap__ClientSecret"] = ClientSecret;
            start.Environment["ROSTER_RateLimit__RequestsPerMinute"] = "0";
            start.Environment["ROSTER_Shutdown__DrainSeconds"] = "0";
        }

        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(Address + "/health/ready"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    void RecordOutput(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            lock (_log)
                _output.Add(text);
        }

        Record(sender, line);
    }

    void Record(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
            _log.AppendLine(line.Data);
    }
}
