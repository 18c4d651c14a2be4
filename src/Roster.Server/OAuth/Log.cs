using Microsoft.Extensions.Logging;

namespace Roster.Server.OAuth;

static partial class Log
{
    [LoggerMessage(1201, LogLevel.Warning, "A token was refused to client {Client}: unknown, revoked, or its secret is wrong")]
    public static partial void RefusedClient(ILogger logger, string client);
}
