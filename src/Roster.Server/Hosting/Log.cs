using Microsoft.Extensions.Logging;

namespace Roster.Server.Hosting;

static partial class Log
{
    [LoggerMessage(1301, LogLevel.Warning, "The provisioning token '{Name}' ({Id}) of client {Client} expires on {ExpiresAt:u}; make another of that name, put it into the identity provider, and revoke this one")]
    public static partial void TokenExpiresSoon(ILogger logger, string name, string id, string client, DateTime expiresAt);

    [LoggerMessage(1302, LogLevel.Error, "Removing what is past its time failed; it is tried again in an hour")]
    public static partial void MaintenanceFailed(ILogger logger, Exception failure);

    [LoggerMessage(1303, LogLevel.Information, "Past their time and removed: {Resources} deleted resources, {Changes} log entries, {Tokens} tokens, {Organizations} organizations")]
    public static partial void Swept(ILogger logger, int resources, int changes, int tokens, int organizations);
}
