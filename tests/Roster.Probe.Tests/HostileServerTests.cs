using System.Text.Json.Nodes;
using System.Xml.Linq;
using Roster.Probe.Ledgers;
using Roster.Probe.Reports;
using Roster.Testing;

namespace Roster.Probe.Tests;

/// <summary>Servers that are slow, broken or mean: the probe says what came, ends in time, and touches nothing of others.</summary>
public sealed class HostileServerTests
{
    static readonly ProbeOptions Quick = Probing.Quick with { Timeout = TimeSpan.FromSeconds(2), CleanUpTime = TimeSpan.FromSeconds(10) };

    static readonly string[] Writes = ["PUT", "PATCH", "DELETE"];

    static IEnumerable<string> WritesTo(ScriptedServer server, string path) =>
        server.All.Where(r => Writes.Contains(r.Method, StringComparer.Ordinal) && string.Equals(r.Target.Split('?')[0], path, StringComparison.OrdinalIgnoreCase)).Select(r => $"{r.Method} {r.Target}");

    [Fact]
    public async Task A_web_page_is_no_SCIM_server()
    {
        await using var server = new ScriptedServer(new Reply(200, "<html>Sign in</html>", ("Content-Type", "text/html")));

        var refused = await Assert.ThrowsAsync<ProbeException>(() => Probing.RunAsync(server.Address.AbsoluteUri, null, Quick));

        Assert.Contains("<html>Sign in</html>", refused.Message, StringComparison.Ordinal);
        Assert.Contains("base address", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.All, r => r.Method != "GET");
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_the_token_stays()
    {
        await using var elsewhere = new ScriptedServer(new Reply(200, "{}"));
        await using var server = new ScriptedServer(new Reply(302, "", ("Location", elsewhere.Address + "Users")));

        var refused = await Assert.ThrowsAsync<ProbeException>(() => Probing.RunAsync(server.Address.AbsoluteUri, "very-secret", Quick));

        Assert.Contains("elsewhere", refused.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.All);
    }

    [Fact]
    public async Task A_wrong_token_is_said_at_once_and_is_not_repeated()
    {
        await using var server = new ScriptedServer(new Reply(401, """{"detail":"no such token: very-secret"}"""));

        var refused = await Assert.ThrowsAsync<ProbeException>(() => Probing.RunAsync(server.Address.AbsoluteUri, "very-secret", Quick));

        Assert.Contains("401", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_does_not_answer_is_waited_for_so_long_and_no_longer(bool hangs)
    {
        await using var server = new ScriptedServer(hangs ? new Reply(200, "{}") { LastByteAfter = TimeSpan.FromMinutes(1) } : new Reply(0) { IsMissing = true });

        var refused = await Assert.ThrowsAsync<ProbeException>(() => Probing.RunAsync(server.Address.AbsoluteUri, null, Quick with { Timeout = TimeSpan.FromMilliseconds(300) }));

        Assert.Contains(hangs ? "no answer within 0.3 seconds" : "did not answer", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_falls_silent_ends_the_run_and_what_is_left_is_listed()
    {
        var silent = false;
        var directory = new TinyDirectory { Misbehave = r => (silent |= r.Method == "PATCH") ? new Reply(0) { IsMissing = true } : null };
        await using var server = new ScriptedServer(directory.Answer);
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.ledger");

        var report = await Probing.RunAsync(server.Address.AbsoluteUri, null, Quick with { Ledger = path });

        Assert.Contains("in a row", report.Ended, StringComparison.Ordinal);
        Assert.NotEmpty(report.Left);
        Assert.Equal(directory.Resources.Keys.Order(StringComparer.Ordinal), report.Left.Where(l => l.Id is not null).Select(l => $"{l.Endpoint}/{l.Id}").Order(StringComparer.Ordinal));

        silent = false;
        var awake = new TinyDirectory();
        foreach (var (key, resource) in directory.Resources)
            awake.Add(key, resource.DeepClone().AsObject());
        var (_, left) = await CleanUpOnAsync(awake, server.Address, path);
        Assert.Empty(left);
        Assert.Empty(awake.Resources);
        Assert.False(File.Exists(path));
    }

    // The server's word is all that says which resource a POST made. If it is another's, nothing may happen to it.
    [Fact]
    public async Task An_id_in_an_answer_that_is_anothers_is_neither_changed_nor_removed()
    {
        var directory = new TinyDirectory { Id = _ => "boss" };
        directory.Add("Users/boss", new JsonObject { ["id"] = "boss", ["userName"] = "boss@a.example" });
        directory.Add("Groups/boss", new JsonObject { ["id"] = "boss", ["displayName"] = "Board" });
        await using var server = new ScriptedServer(directory.Answer);

        var report = await Probing.RunAsync(server.Address.AbsoluteUri, null, Quick);

        Assert.Empty(WritesTo(server, "/Users/boss"));
        Assert.Empty(WritesTo(server, "/Groups/boss"));
        Assert.Equal(2, directory.Resources.Count);
        Assert.Contains(report.Left, l => l.Id == "boss" && l.Why.Contains("another's", StringComparison.Ordinal));
        Assert.Contains(report.Providers, p => p.Verdict is ProviderVerdict.WouldBreak);
    }

    [Theory]
    [InlineData("../boss")]
    [InlineData("boss?x=")]
    [InlineData("boss/../boss")]
    [InlineData("@elsewhere.example/boss")]
    [InlineData("boss#x")]
    public async Task An_id_that_would_lead_elsewhere_leads_nowhere(string id)
    {
        var directory = new TinyDirectory { Id = _ => id };
        directory.Add("Users/boss", new JsonObject { ["id"] = "boss", ["userName"] = "boss@a.example" });
        await using var server = new ScriptedServer(directory.Answer);

        await Probing.RunAsync(server.Address.AbsoluteUri, null, Quick);

        Assert.Empty(WritesTo(server, "/Users/boss"));
        Assert.Empty(WritesTo(server, "/boss"));
        Assert.True(directory.Resources.ContainsKey("Users/boss"));
    }

    [Fact]
    public async Task A_server_that_passes_over_filters_does_not_make_its_people_ours()
    {
        // Every POST is carried out and answered with a failure, and every list is everybody.
        var directory = new TinyDirectory();
        var real = directory.Answer(new Received("POST", "/Users", new Dictionary<string, string>(StringComparer.Ordinal), """{"userName":"real@a.example"}"""), 0);
        var mean = new TinyDirectory
        {
            Misbehave = r => r.Method == "POST" ? directory.Answer(r, 0) with { Status = 500, Body = "{}" } : directory.Answer(r with { Target = r.Target.Split('?')[0] }, 0),
        };
        await using var server = new ScriptedServer(mean.Answer);

        var report = await Probing.RunAsync(server.Address.AbsoluteUri, null, Quick);

        Assert.Equal(201, real.Status);
        Assert.Empty(report.Left);
        Assert.Equal("real@a.example", (string?)Assert.Single(directory.Resources).Value["userName"]);
        Assert.Empty(WritesTo(server, "/Users/id-1"));
    }

    [Theory]
    [InlineData("""{"id":"a","id":"b"}""")]
    [InlineData("[[[[")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("""{"Resources":7,"totalResults":"many","id":{"a":1},"schemas":"x","meta":[]}""")]
    [InlineData("\u0000\u001b[2J\u202e")]
    public async Task Answers_of_any_kind_are_judged_and_told(string body)
    {
        var directory = new TinyDirectory { Misbehave = r => r.Target.Contains("count=1", StringComparison.Ordinal) || r.Target == "/ServiceProviderConfig" ? null : new Reply(200, body) };
        await using var server = new ScriptedServer(directory.Answer);

        var report = await Probing.RunAsync(server.Address.AbsoluteUri, null, Quick);

        Assert.True(report.WouldBreak);
        Assert.Null(report.Ended);
        Assert.NotNull(JsonNode.Parse(JsonReport.Write(report)));
        Assert.NotNull(XDocument.Parse(JUnitReport.Write(report)));
        Assert.DoesNotContain('\u001b', TableReport.Write(report, everything: true));
        Assert.DoesNotContain('\u202e', TableReport.Write(report, everything: true));
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off()
    {
        var directory = new TinyDirectory { Misbehave = r => r.Target == "/Schemas" ? new Reply(200, new string(' ', ProbeConnection.MaxBytes + 1)) : null };
        await using var server = new ScriptedServer(directory.Answer);
        var target = await Target.FindAsync(server.Address.AbsoluteUri, CancellationToken.None);
        using var connection = new ProbeConnection(target, ProbeCredential.None, TimeSpan.FromSeconds(20));

        var answer = await connection.SendAsync(new("GET", "/Schemas"), CancellationToken.None);

        Assert.Contains("more than 16 MiB", answer.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_is_in_no_report_though_the_server_repeats_it()
    {
        var directory = new TinyDirectory { Misbehave = r => r.Method == "PATCH" ? new Reply(400, $$"""{"detail":"{{r.Header("Authorization")}}"}""") : null };
        await using var server = new ScriptedServer(directory.Answer);

        var report = await Probing.RunAsync(server.Address.AbsoluteUri, "very-secret", Quick);

        Assert.Contains(server.All, r => r.Header("Authorization") == "Bearer very-secret");
        Assert.All([JsonReport.Write(report), JUnitReport.Write(report), TableReport.Write(report, everything: true)], text =>
        {
            Assert.DoesNotContain("very-secret", text, StringComparison.Ordinal);
            Assert.Contains("Bearer ***", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_request_that_is_answered_429_is_sent_again()
    {
        var times = 0;
        var directory = new TinyDirectory { Misbehave = r => r.Method == "POST" && Interlocked.Increment(ref times) == 1 ? new Reply(429, "", ("Retry-After", "1")) : null };
        await using var server = new ScriptedServer(directory.Answer);
        var target = await Target.FindAsync(server.Address.AbsoluteUri, CancellationToken.None);
        using var connection = new ProbeConnection(target, ProbeCredential.None, TimeSpan.FromSeconds(20));

        var answer = await connection.SendAsync(new("POST", "/Users", """{"userName":"a"}"""), CancellationToken.None);

        Assert.Equal((201, 1), (answer.Status, connection.Throttled));
    }

    [Theory]
    [InlineData("DELETE", "/Users/other")]
    [InlineData("DELETE", "/Users")]
    [InlineData("PUT", "/Users")]
    [InlineData("PATCH", "/Me")]
    [InlineData("DELETE", "/")]
    [InlineData("POST", "/Users/other")]
    [InlineData("POST", "/")]
    [InlineData("TRACE", "/Users")]
    [InlineData("DELETE", "/Users/mine/../other")]
    [InlineData("DELETE", "/Users/%6Fther")]
    [InlineData("GET", "@elsewhere.example/Users")]
    [InlineData("POST", "/Bulk", """{"Operations":[{"method":"DELETE","path":"/Users/other"}]}""")]
    [InlineData("POST", "/Bulk", """{"operations":[{"METHOD":"delete","PATH":"/Users/other"}]}""")]
    [InlineData("POST", "/bulk", """{"Operations":[{"method":"POST","path":"/Users","bulkId":"a","data":{}},{"method":"PATCH","path":"/Users/bulkId:b","data":{}}]}""")]
    [InlineData("POST", "/Bulk", """{"Operations":["DELETE /Users/other"]}""")]
    [InlineData("POST", "/Bulk", """{"Operations":[{"method":"DELETE","path":"/Users"}]}""")]
    [InlineData("POST", "/Bulk", "no json")]
    public async Task What_could_change_something_of_others_is_not_sent(string method, string path, string? body = null)
    {
        await using var server = new ScriptedServer(new Reply(200, "{}"));
        var target = await Target.FindAsync(server.Address.AbsoluteUri, CancellationToken.None);
        using var connection = new ProbeConnection(target, ProbeCredential.None, TimeSpan.FromSeconds(5));
        using var ledger = Ledger.Create(null, target.Base, ServerProbe.NewRun());
        var guard = new LedgerGuard(connection, ledger, readOnly: false);

        await Assert.ThrowsAsync<NotOursException>(() => guard.SendAsync(new(method, path, body), CancellationToken.None));

        Assert.Empty(server.All);
    }

    static async Task<(int Found, IReadOnlyList<LeftBehind> Left)> CleanUpOnAsync(TinyDirectory directory, Uri address, string path)
    {
        await using var server = new ScriptedServer(directory.Answer);
        // The directory has moved to another port, which the ledger's first line names.
        var text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, text.Replace(address.AbsoluteUri, server.Address.AbsoluteUri, StringComparison.Ordinal));
        return await ServerProbe.CleanUpAsync(path, await Target.FindAsync(server.Address.AbsoluteUri, CancellationToken.None), ProbeCredential.None, Quick, CancellationToken.None);
    }
}
