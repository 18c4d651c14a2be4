using System.Globalization;
using System.Text.Json.Nodes;
using Roster.Probe.Checks;
using Roster.Probe.Conversations;
using Roster.Probe.Ledgers;
using Roster.Probe.Reports;

namespace Roster.Probe;

/// <summary>What a server says of itself before anything is played.</summary>
/// <param name="Configuration">The service provider configuration; null when it cannot be read.</param>
/// <param name="IsGenesys">It publishes the vendor's schema.</param>
sealed record FirstLook(JsonObject? Configuration, bool IsGenesys);

/// <summary>One run: the providers' conversations, then the checks. What was made is removed after each of them, and at the end.</summary>
sealed class ProbeRun
{
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
    readonly JsonObject? configuration;
    readonly bool isGenesys;
    readonly string surface;
    int parts, tidied;

    public ProbeRun(ProbeConnection connection, ProbeOptions options, bool hasToken, Ledger ledger, FirstLook first)
    {
        (this.connection, this.options, this.hasToken, this.ledger) = (connection, options, hasToken, ledger);
        (configuration, isGenesys) = (first.Configuration, first.IsGenesys);
        guard = new(connection, ledger, options.ReadOnly);
        var path = connection.Target.Base.AbsolutePath;
        surface = !isGenesys ? StandardPrefix : path.EndsWith("/scim/v2", StringComparison.OrdinalIgnoreCase) ? GenesysPrefix + "/v2" : GenesysPrefix;
    }

    public IReadOnlyList<ConversationResult> Conversations => conversations;

    public IReadOnlyList<CheckResult> Checks => checks;

    /// <exception cref="ProbeException">There is something.</exception>
    public async Task RequireEmptyAsync(CancellationToken cancel)
    {
        foreach (var endpoint in new[] { "Users", "Groups" })
        {
            var list = await connection.SendAsync(new("GET", $"/{endpoint}?count=1"), cancel);
            if (list["totalResults"]?.ToString() != "0")
                throw ProbeException.Wrong($"--empty is for an empty directory, and GET /{endpoint} says that there are {list["totalResults"]?.ToString() ?? "an unknown number"}. Without --empty the probe keeps to what others cannot disturb.");
        }
    }

    public async Task PlayAsync(Action<string>? progress, CancellationToken cancel)
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

    /// <summary>The conversations that the options ask for.</summary>
    public static IEnumerable<Conversation> Chosen(ProbeOptions options, bool isGenesys) => Conversation.All.Where(c =>
        (c.Prefixes is null || c.Prefixes.Contains(GenesysPrefix) == isGenesys)
        && (options.Providers.Count == 0 ? c.Client is not null || (isGenesys && c.Prefixes is not null) || options.All : c.Client is not null && options.Providers.Contains(c.Client, StringComparer.OrdinalIgnoreCase)));

    /// <summary>The checks that the options ask for.</summary>
    public static IEnumerable<Check> ChosenChecks(ProbeOptions options) =>
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
        Variables = { ["run"] = $"-{ledger.Run}{Word(parts++)}", ["nobody"] = guard.Nobody(), ["prefix"] = connection.Target.Base.AbsolutePath.TrimEnd('/') },
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

    /// <summary>Removes all that was made.</summary>
    public async Task<IReadOnlyList<LeftBehind>> CleanUpAsync()
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

    /// <summary>A number as few letters, which go into names.</summary>
    static string Word(int number) => (number < ServerProbe.Alphabet.Length ? "" : Word(number / ServerProbe.Alphabet.Length)) + ServerProbe.Alphabet[number % ServerProbe.Alphabet.Length];
}
