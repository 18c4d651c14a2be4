using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Roster.Probe.Checks;
using Roster.Probe.Conversations;
using Roster.Probe.Ledgers;
using Roster.Probe.Reports;

namespace Roster.Probe;

/// <summary>What a probe is about to do, for the person who is asked whether it may.</summary>
/// <param name="Resources">How many resources it makes, about.</param>
public sealed record Intention(Target Target, string Run, int Resources);

/// <summary>
/// One probing of one server: what the server says of itself, then the providers' conversations, then the checks; what was made is removed after each of them and, whatever
/// happens, at the end.
/// </summary>
public sealed class ProbeRun
{
    const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    const string GenesysPrefix = "/api/v2/scim";
    const string StandardPrefix = "/scim/v2";

    readonly ProbeConnection connection;
    readonly ProbeOptions options;
    readonly bool hasToken;
    readonly Ledger ledger;
    readonly LedgerGuard guard;
    readonly HashSet<Made> kept = [];
    readonly List<ConversationResult> conversations = [];
    readonly List<CheckResult> checks = [];
    readonly Dictionary<string, Variables> shared = new(StringComparer.Ordinal);
    int parts, tidied;

    JsonObject? configuration;
    string surface = StandardPrefix;
    bool isGenesys;

    ProbeRun(ProbeConnection connection, ProbeOptions options, bool hasToken, Ledger ledger)
    {
        (this.connection, this.options, this.hasToken, this.ledger) = (connection, options, hasToken, ledger);
        guard = new(connection, ledger, options.ReadOnly);
    }

    /// <summary>A word that is in the names of all that a run makes.</summary>
    public static string NewRun() => "p" + RandomNumberGenerator.GetString(Alphabet, 9);

    /// <summary>Probes a server.</summary>
    /// <param name="mayWrite">Asked before the first write; false ends the run.</param>
    /// <param name="progress">Told what is being played.</param>
    /// <param name="cancel">Ends the playing; what was made is removed all the same.</param>
    /// <exception cref="ProbeException">The server cannot be probed, or may not.</exception>
    public static async Task<ProbeReport> RunAsync(
        Target target, ProbeCredential credential, ProbeOptions options, Func<Intention, bool> mayWrite, Action<string>? progress, CancellationToken cancel)
    {
        using var connection = new ProbeConnection(target, credential, options.Timeout);
        var began = TimeProvider.System.GetUtcNow();
        var run = NewRun();
        var first = await LookAsync(connection, cancel);
        using var ledger = options.ReadOnly ? Ledger.Create(null, target.Base, run) : Start(target, options, mayWrite, run, first.IsGenesys);
        var probe = new ProbeRun(connection, options, credential.IsSecret, ledger) { configuration = first.Configuration, isGenesys = first.IsGenesys };
        if (first.IsGenesys)
            probe.surface = target.Base.AbsolutePath.EndsWith("/v2", StringComparison.OrdinalIgnoreCase) && !target.Base.AbsolutePath.EndsWith("/api/v2", StringComparison.OrdinalIgnoreCase) ? GenesysPrefix + "/v2" : GenesysPrefix;

        string? ended = null;
        try
        {
            if (options.Empty)
                await probe.RequireEmptyAsync(cancel);
            await probe.PlayAsync(progress, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            ended = "it was interrupted";
        }
        catch (ProbeException failure) when (!failure.IsWrongOption)
        {
            ended = failure.Message;
        }

        var left = await probe.CleanUpAsync();
        var report = new ProbeReport
        {
            Target = target,
            Run = run,
            Began = began,
            Took = TimeProvider.System.GetUtcNow() - began,
            Options = options,
            Surface = first.IsGenesys ? "Genesys" : "standard",
            Configuration = first.Configuration,
            Conversations = probe.conversations,
            Checks = probe.checks,
            Made = ledger.Count,
            Left = left,
            LedgerPath = ledger.Path,
            Requests = connection.Requests,
            Throttled = connection.Throttled,
            Ended = ended,
            WasInterrupted = cancel.IsCancellationRequested,
            Redact = connection.Redact,
        };
        ledger.Dispose();
        if (left.Count == 0 && ledger.Path is { } path)
            File.Delete(path);
        return report;
    }

    /// <summary>Removes what a run left that could not finish.</summary>
    /// <returns>How many resources were there, and what still is.</returns>
    /// <exception cref="ProbeException">The ledger cannot be read, or is another server's.</exception>
    public static async Task<(int Found, IReadOnlyList<LeftBehind> Left)> CleanUpAsync(string path, Target target, ProbeCredential credential, ProbeOptions options, CancellationToken cancel)
    {
        using var ledger = Ledger.Continue(path);
        if (ledger.Server != target.Base)
            throw ProbeException.Wrong($"The ledger '{path}' is of {ledger.Server}, not of {target.Base}.");
        using var connection = new ProbeConnection(target, credential, options.Timeout);
        var guard = new LedgerGuard(connection, ledger, readOnly: false);
        var left = await new CleanUp(connection, guard, ledger, options.CleanUpPause).RunAsync(attempts: 4, kept: new HashSet<Made>(), after: 0, cancel);
        var found = ledger.Count;
        ledger.Dispose();
        if (left.Count == 0)
            File.Delete(path);
        return (found, left);
    }

    static Ledger Start(Target target, ProbeOptions options, Func<Intention, bool> mayWrite, string run, bool isGenesys)
    {
        var resources = Chosen(options, isGenesys).Where(c => !c.Alone || options.Empty).SelectMany(c => c.Steps).Where(s => s.Creates).Sum(s => s.Repeat)
            + ChosenChecks(options).Sum(c => c.Steps.Concat(c.Given is { } given && !c.SharesGiven ? Check.Fixtures[given] : []).Count(s => s.Creates)) + Check.Fixtures["cast"].Count;
        return mayWrite(new(target, run, resources)) ? Ledger.Create(options.Ledger?.Replace("{run}", run, StringComparison.Ordinal), target.Base, run) : throw ProbeException.Wrong("Nothing was written.");
    }

    /// <summary>Whether there is a SCIM server at all, and what it says of itself.</summary>
    static async Task<(JsonObject? Configuration, bool IsGenesys)> LookAsync(ProbeConnection connection, CancellationToken cancel)
    {
        var users = await connection.SendAsync(new("GET", "/Users?startIndex=1&count=1"), cancel);
        if (users.Status == 0)
            throw ProbeException.Unreachable($"{connection.Target.Host} did not answer: {users.Failure}.");
        if (users.Status is 401 or 403)
            throw ProbeException.Unreachable($"The server answers {users.Status} to GET /Users: {(users.Status == 401 ? "the token is missing or wrong" : "the token has not the permission")}. {Shortened.Of(connection.Redact(users.Text), 200)}");
        if (users.Status is >= 300 and < 400)
            throw ProbeException.Unreachable($"The server sends GET /Users elsewhere ({users.Status}, {Shortened.Of(users.Header("Location") ?? "no Location", 200)}). Redirects are not followed, since the token would go along: give the address where the server itself is.");

        var config = await connection.SendAsync(new("GET", "/ServiceProviderConfig"), cancel);
        if (users.Json is not JsonObject && config.Json is not JsonObject)
            throw ProbeException.Unreachable($"{connection.Target.Base} does not answer like a SCIM server: GET /Users is {Shortened.Of(connection.Redact(users.Told), 200)}. Is the base address whole, as in https://scim.example.org/scim/v2?");

        var genesys = await connection.SendAsync(new("GET", "/Schemas/urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User"), cancel);
        return (config is { Status: 200, Json: JsonObject told } ? told : null, genesys.Status == 200 && genesys["id"] is not null);
    }

    async Task RequireEmptyAsync(CancellationToken cancel)
    {
        foreach (var endpoint in new[] { "Users", "Groups" })
        {
            var list = await connection.SendAsync(new("GET", $"/{endpoint}?count=1"), cancel);
            if (list["totalResults"]?.ToString() != "0")
                throw ProbeException.Wrong($"--empty is for an empty directory, and GET /{endpoint} says that there are {list["totalResults"]?.ToString() ?? "an unknown number"}. Without --empty the probe keeps to what others cannot disturb.");
        }
    }

    async Task PlayAsync(Action<string>? progress, CancellationToken cancel)
    {
        foreach (var conversation in Chosen(options, isGenesys))
        {
            progress?.Invoke($"{conversation.Client ?? "conversation"}: {conversation.Name}");
            await PlayAsync(conversation, cancel);
            await TidyAsync(cancel);
        }

        foreach (var check in ChosenChecks(options))
        {
            progress?.Invoke($"{check.Group}: {check.Title}");
            checks.Add(await JudgeAsync(check, cancel));
            await TidyAsync(cancel);
        }
    }

    static IEnumerable<Conversation> Chosen(ProbeOptions options, bool isGenesys) => Conversation.All.Where(c =>
        (c.Prefixes is null || c.Prefixes.Contains(GenesysPrefix) == isGenesys)
        && (options.Providers.Count == 0 ? c.Client is not null || (isGenesys && c.Prefixes is not null) || options.All : c.Client is not null && options.Providers.Contains(c.Client, StringComparer.OrdinalIgnoreCase)));

    static IEnumerable<Check> ChosenChecks(ProbeOptions options) =>
        Check.All.Where(c => options.Providers.Count == 0 || c.Breaks.Concat(c.Limits).Any(p => options.Providers.Contains(p, StringComparer.OrdinalIgnoreCase)));

    async Task PlayAsync(Conversation conversation, CancellationToken cancel)
    {
        var unplayed = options.ReadOnly ? "it writes, and the probe was told to read only"
            : conversation.Alone && !options.Empty ? "it can only be judged in an empty directory (--empty)"
            : null;
        var steps = new List<StepResult>();
        // What was played before the run ended belongs to the report too.
        conversations.Add(new(conversation, steps, unplayed));
        if (unplayed is not null)
            return;

        await foreach (var step in NewPlayer().PlayAsync(conversation.Steps, cancel))
            steps.Add(step);
    }

    async Task<CheckResult> JudgeAsync(Check check, CancellationToken cancel)
    {
        if (options.ReadOnly && !check.ReadsOnly)
            return new(check, new(Verdict.NotApplicable, Reason: "it writes, and the probe was told to read only"));
        if (isGenesys && check.NotOnGenesys is { } vendor)
            return new(check, Finding.NotApplicable(vendor));
        if (check.NeedsToken && !hasToken)
            return new(check, Finding.NotApplicable("the probe has no token itself"));
        if (check.Announced is { } feature && !Announces(feature))
            return new(check, new(Verdict.NotAnnounced, Reason: $"the service provider configuration does not say {feature}"));

        var player = NewPlayer();
        try
        {
            if (check.Given is { } given && await PrepareAsync(given, check.SharesGiven, player, cancel) is { } missing)
                return new(check, missing);
            if (check.Code is { } code)
                return new(check, await CodedChecks.RunAsync(code, new(guard.SendAsync, player.Variables, configuration, connection.Target, guard.Nobody), cancel));

            await foreach (var step in player.PlayAsync(check.Steps, cancel))
            {
                if (!step.Passed)
                    return new(check, Finding.Of(step, step.Step.Prepares));
            }

            return new(check, Finding.Pass);
        }
        catch (NotOursException refused)
        {
            return new(check, Finding.Unjudged(refused.Message));
        }
    }

    /// <returns>Null when it is there; otherwise why the check cannot be made.</returns>
    async Task<Finding?> PrepareAsync(string fixture, bool stays, Player player, CancellationToken cancel)
    {
        if (stays && shared.TryGetValue(fixture, out var there))
        {
            player.Variables.Take(there);
            return there["failed"] is { } why ? Finding.Unjudged(why) : null;
        }

        if (stays)
        {
            player.Variables[fixture] = player.Variables["run"];
            shared[fixture] = player.Variables;
        }

        await foreach (var step in player.PlayAsync(Check.Fixtures[fixture], cancel))
        {
            if (step.Passed)
                continue;
            var finding = Finding.Of(step, prepares: true);
            if (stays)
                player.Variables["failed"] = finding.Reason;
            return finding;
        }

        if (stays)
            kept.UnionWith(ledger.Remaining);
        return null;
    }

    Player NewPlayer() => new(guard.SendAsync, surface, options.Empty)
    {
        Variables = { ["run"] = $"-{ledger.Run}{Base36(parts++)}", ["nobody"] = guard.Nobody(), ["prefix"] = connection.Target.Base.AbsolutePath.TrimEnd('/') },
    };

    /// <summary>A feature by its path. What every client needs is asked for also where the configuration cannot be read.</summary>
    bool Announces(string feature) => configuration is null
        ? feature is "patch.supported" or "filter.supported"
        : feature.Split('.').Aggregate((JsonNode?)configuration, (node, name) => node is JsonObject o ? o[name] : null)?.ToString() is "true" or "True";

    /// <summary>Removes what the last part made. What cannot be removed is tried again at the end, not after each part.</summary>
    async Task TidyAsync(CancellationToken cancel)
    {
        if (options.ReadOnly)
            return;
        await new CleanUp(connection, guard, ledger, TimeSpan.Zero).RunAsync(attempts: 1, kept, tidied, cancel);
        kept.UnionWith(ledger.Remaining);
        tidied = ledger.Intents;
    }

    async Task<IReadOnlyList<LeftBehind>> CleanUpAsync()
    {
        if (options.ReadOnly)
            return [];
        connection.Trust();
        using var patience = new CancellationTokenSource(options.CleanUpTime, TimeProvider.System);
        var cleanUp = new CleanUp(connection, guard, ledger, options.CleanUpPause);
        try
        {
            return await cleanUp.RunAsync(attempts: 4, kept: new HashSet<Made>(), after: 0, patience.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ProbeException)
        {
            var why = e is ProbeException ? e.Message : string.Create(CultureInfo.InvariantCulture, $"cleaning up took longer than {options.CleanUpTime.TotalMinutes} minutes");
            return [.. ledger.Remaining.Select(m => new LeftBehind(m.Endpoint, m.Id, m.Path, why)), .. ledger.Open.Select(i => new LeftBehind(i.Endpoint, null, $"{i.Attribute} {i.Value}", why))];
        }
    }

    static string Base36(int number)
    {
        var digits = "";
        do
        {
            digits = Alphabet[number % Alphabet.Length] + digits;
            number /= Alphabet.Length;
        }
        while (number > 0);
        return digits;
    }
}
