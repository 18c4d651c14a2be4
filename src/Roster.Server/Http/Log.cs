using Microsoft.Extensions.Logging;

namespace Roster.Server.Http;

static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "{Method} {Path} -> {Status} in {Milliseconds} ms, client {Client}, correlation {CorrelationId}")]
    public static partial void Answered(ILogger logger, string method, string path, int status, long milliseconds, string client, string correlationId);
}
