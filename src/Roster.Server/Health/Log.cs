using Microsoft.Extensions.Logging;

namespace Roster.Server.Health;

static partial class Log
{
    [LoggerMessage(1701, LogLevel.Error, "Not ready: the storage cannot be read or written")]
    public static partial void StorageUnavailable(ILogger logger, Exception failure);
}
