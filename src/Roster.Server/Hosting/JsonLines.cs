using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Roster.Server.Admin;
using Roster.Server.Http;

namespace Roster.Server.Hosting;

/// <summary>
/// The log as JSON, an object a line: when, how bad, from where, the message in words and its values by name, and for what a request caused also which request, trace,
/// client and organization. What does not apply is left out.
/// </summary>
sealed class JsonLines(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "roster-json";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, JsonAnswer.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("time"u8, AdminRequest.Iso(clock.GetUtcNow()));
            json.WriteString("level"u8, logEntry.LogLevel.ToString());
            json.WriteString("category"u8, logEntry.Category);
            json.WriteNumber("eventId"u8, logEntry.EventId.Id);
            json.WriteString("message"u8, logEntry.Formatter(logEntry.State, logEntry.Exception));
            scopeProvider?.ForEachScope(WriteFacts, json);
            if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } span)
                json.WriteString("traceId"u8, span.TraceId.ToHexString());
            if (logEntry.State is IReadOnlyList<KeyValuePair<string, object?>> { Count: > 1 } values)
                WriteValues(json, values);
            if (logEntry.Exception is { } exception)
                json.WriteString("exception"u8, exception.ToString());
            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    static void WriteFacts(object? scope, Utf8JsonWriter json)
    {
        if (scope is not RequestFacts facts)
            return;

        json.WriteString("correlationId"u8, facts.CorrelationId);
        if (facts.Caller is { } caller)
        {
            json.WriteString("clientId"u8, caller.ClientId);
            json.WriteNumber("tenantId"u8, caller.Tenant.Value);
        }
    }

    // The last is the message before its values are filled in.
    static void WriteValues(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        json.WriteStartObject("values"u8);
        foreach (var (name, value) in values.Where(v => v.Key is not "{OriginalFormat}"))
        {
            switch (value)
            {
                case int or long:
                    json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                    break;
                case bool flag:
                    json.WriteBoolean(name, flag);
                    break;
                default:
                    json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                    break;
            }
        }

        json.WriteEndObject();
    }
}
