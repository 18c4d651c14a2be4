using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Roster.Probe.Checks;
using Roster.Probe.Ledgers;
using Roster.Probe.Reports;

namespace Roster.Probe;

/// <summary>What a probe is about to do, for the person who is asked whether it may.</summary>
/// <param name="Resources">How many resources it makes, about.</param>
public sealed record Intention(Target Target, string Run, int Resources);

/// <summary>Probing a server from the first look to the report, whatever happens in between; and cleaning up after a run that could not.</summary>
public static class ServerProbe
{
    /// <summary>Letters and digits that cannot be taken for one another.</summary>
    internal const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

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
        var probe = new ProbeRun(connection, options, credential.IsSecret, ledger, first);

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
            Conversations = probe.Conversations,
            Checks = probe.Checks,
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
        var resources = ProbeRun.Chosen(options, isGenesys).Where(c => !c.Alone || options.Empty).SelectMany(c => c.Steps).Where(s => s.Creates).Sum(s => s.Repeat)
            + ProbeRun.ChosenChecks(options).Sum(c => c.Steps.Concat(c.Given is { } given && !c.SharesGiven ? Check.Fixtures[given] : []).Count(s => s.Creates)) + Check.Fixtures["cast"].Count;
        return mayWrite(new(target, run, resources)) ? Ledger.Create(options.Ledger?.Replace("{run}", run, StringComparison.Ordinal), target.Base, run) : throw ProbeException.Wrong("Nothing was written.");
    }

    /// <summary>Whether there is a SCIM server at all, and what it says of itself.</summary>
    static async Task<FirstLook> LookAsync(ProbeConnection connection, CancellationToken cancel)
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
        return new(config is { Status: 200, Json: JsonObject told } ? told : null, genesys.Status == 200 && genesys["id"] is not null);
    }
}
