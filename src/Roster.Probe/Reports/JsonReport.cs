using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Probe.Checks;
using Roster.Probe.Conversations;

namespace Roster.Probe.Reports;

/// <summary>The report as JSON; <c>docs/probe-report.schema.json</c> describes it.</summary>
public static class JsonReport
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(ProbeReport report) => Describe(report).ToJsonString(Indented);

    static JsonObject Describe(ProbeReport r) => new()
    {
        ["version"] = 1,
        ["server"] = r.Target.Base.AbsoluteUri,
        ["surface"] = r.Surface,
        ["run"] = r.Run,
        ["began"] = r.Began.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        ["seconds"] = Math.Round(r.Took.TotalSeconds, 1),
        ["requests"] = r.Requests,
        ["throttled"] = r.Throttled,
        ["wouldBreak"] = r.WouldBreak,
        ["ended"] = r.Ended is null ? null : r.Clean(r.Ended),
        ["providers"] = new JsonArray([.. r.Providers.Select(p => new JsonObject { ["provider"] = p.Provider, ["verdict"] = Camel(p.Verdict), ["because"] = Texts(p.Because) })]),
        ["conversations"] = new JsonArray([.. r.Conversations.Select(c => Describe(r, c))]),
        ["checks"] = new JsonArray([.. r.Checks.Select(c => Describe(r, c))]),
        ["made"] = r.Made,
        ["left"] = new JsonArray([.. r.Left.Select(l => new JsonObject { ["endpoint"] = l.Endpoint, ["id"] = l.Id is null ? null : r.Clean(l.Id, 200), ["name"] = r.Clean(l.Name, 300), ["why"] = r.Clean(l.Why) })]),
        ["ledger"] = r.Left.Count > 0 ? r.LedgerPath : null,
    };

    static JsonObject Describe(ProbeReport r, ConversationResult c) => new()
    {
        ["conversation"] = c.Conversation.Name,
        ["provider"] = c.Conversation.Client,
        ["about"] = c.Conversation.About,
        ["unplayed"] = c.Unplayed,
        ["steps"] = c.Conversation.Steps.Count,
        ["passed"] = c.Steps.Count(s => s.Passed),
        ["faults"] = new JsonArray([.. c.Steps.Where(s => !s.Passed).Select(s => new JsonObject
        {
            ["step"] = s.Number,
            ["say"] = s.Step.Say,
            ["unplayed"] = s.Unplayed is null ? null : r.Clean(s.Unplayed),
            ["weight"] = s.Fault is null ? null : s.Fault.IsLight ? "limit" : "break",
            ["fault"] = Describe(r, s.Fault),
            ["evidence"] = Describe(r, new Exchange(s.Request, s.Answer)),
            ["holds"] = Texts(s.Step.Holds),
        })]),
    };

    static JsonObject Describe(ProbeReport r, CheckResult c) => new()
    {
        ["check"] = c.Check.Id,
        ["group"] = c.Check.Group,
        ["title"] = c.Check.Title,
        ["severity"] = Camel(c.Check.Severity),
        ["holds"] = Texts(c.Check.Holds),
        ["verdict"] = Camel(c.Finding.Verdict),
        ["reason"] = c.Finding.Reason is null ? null : r.Clean(c.Finding.Reason),
        ["fault"] = Describe(r, c.Finding.Fault),
        ["evidence"] = c.Finding.Evidence is null ? null : Describe(r, c.Finding.Evidence),
        ["why"] = c.Check.Why,
        ["remedy"] = c.Check.Remedy,
        ["breaks"] = Texts(c.Check.Breaks),
        ["limits"] = Texts(c.Check.Limits),
    };

    static JsonObject? Describe(ProbeReport r, Fault? fault) =>
        fault is null ? null : new() { ["at"] = r.Clean(fault.At, 300), ["expected"] = r.Clean(fault.Expected), ["actual"] = r.Clean(fault.Actual) };

    // Of the request's headers none but the recorded ones: the probe's own Authorization is never among them.
    static JsonObject Describe(ProbeReport r, Exchange exchange) => new()
    {
        ["request"] = r.Clean(exchange.Request.Line, 400),
        ["sent"] = exchange.Request.Body is null ? null : r.Clean(exchange.Request.Body),
        ["status"] = exchange.Answer is { Status: > 0 } ? exchange.Answer.Status : null,
        ["answer"] = exchange.Answer is null ? null : r.Clean(exchange.Answer.Failure ?? exchange.Answer.Text),
    };

    static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => JsonValue.Create(t))];

    static string Camel<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
