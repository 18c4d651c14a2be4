using Microsoft.Extensions.Logging;

namespace Roster.Server.Errors;

static partial class Log
{
    [LoggerMessage(1101, LogLevel.Error, "The request failed, correlation {CorrelationId}")]
    public static partial void Failed(ILogger logger, Exception failure, string correlationId);

    [LoggerMessage(1102, LogLevel.Error, "An answer was broken off, correlation {CorrelationId}")]
    public static partial void BrokenOff(ILogger logger, Exception failure, string correlationId);
}
