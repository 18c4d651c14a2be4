using System.Globalization;
using Roster.Contexts;
using Roster.Testing;

[assembly: AssemblyFixture(typeof(Roster.Cli.Tests.CommandLine))]

namespace Roster.Cli.Tests;

/// <summary>The real executable beside a real server, which the tests share; each has an organization and a folder of its own.</summary>
public sealed class CommandLine : IAsyncLifetime
{
    static readonly string[] Permissions = ["directory:user:view", "directory:user:edit", "directory:user:add", "directory:user:delete", "directory:user:setPassword", "directory:group:edit"];

    RosterServer? server;
    int organizations;

    public RosterServer Server => server!;

    public async ValueTask InitializeAsync() => server = await RosterServer.StartAsync(logged: Microsoft.Extensions.Logging.LogLevel.Warning);

    public async ValueTask DisposeAsync() => await server!.DisposeAsync();

    /// <summary>A user of the command line who is nobody to any server yet.</summary>
    public static Operator Nobody() => new();

    /// <summary>A user of the command line who has signed in to both surfaces of a new organization; the standard one is the current context, the other is called <c>genesys</c>.</summary>
    public async Task<Operator> OperatorAsync(params string[] permissions)
    {
        var (id, secret) = await CredentialsAsync(permissions);
        var person = new Operator();
        // What `roster login` writes; that it does is LoginTests' affair.
        var contexts = new[] { "genesys", "standard" }.Aggregate(StoredContexts.None, (stored, surface) =>
            stored.With(surface, new ServerContext { Url = ServerAddress.Parse(Server.BaseUrl, "", surface), ClientId = id, ClientSecret = secret }));
        new ContextFile(Path.Combine(person.Settings, "contexts.json")).Write(contexts);
        return person;
    }

    public Task<(string Id, string Secret)> CredentialsAsync(params string[] permissions) =>
        Server.NewCredentialsAsync(string.Create(CultureInfo.InvariantCulture, $"org{Interlocked.Increment(ref organizations)}"), permissions.Length > 0 ? permissions : Permissions);
}

/// <summary>Somebody at a command line: a home, a working folder, an environment.</summary>
public sealed class Operator : IDisposable
{
    readonly Dictionary<string, string> environment = new(StringComparer.Ordinal);

    public string Folder { get; } = Directory.CreateTempSubdirectory("roster-cli-").FullName;

    public string Settings => RunningCommand.SettingsOf(Folder);

    public Operator With(string name, string value)
    {
        environment[name] = value;
        return this;
    }

    /// <summary>A file in the working folder.</summary>
    public string File(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public string Read(string name) => System.IO.File.ReadAllText(Path.Combine(Folder, name));

    public Task<Run> RunAsync(params string[] arguments) => FeedAsync("", arguments);

    /// <summary>Runs a command that must succeed.</summary>
    public async Task<Run> DoAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        return run.Code == 0 ? run : throw new InvalidOperationException($"roster {string.Join(' ', arguments)} ended with {run.Code}: {run.Errors}");
    }

    /// <param name="input">What is on standard input.</param>
    public async Task<Run> FeedAsync(string input, params string[] arguments)
    {
        using var command = RunningCommand.Start(Folder, arguments, input, environment);
        return await command.EndedAsync();
    }

    /// <summary>A run to be watched, and ended from outside.</summary>
    public RunningCommand Start(params string[] arguments) => RunningCommand.Start(Folder, arguments, environment: environment);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
