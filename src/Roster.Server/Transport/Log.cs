using Microsoft.Extensions.Logging;

namespace Roster.Server.Transport;

static partial class Log
{
    [LoggerMessage(1601, LogLevel.Information, "The certificate was read again: {Subject}, good until {Until:u}")]
    public static partial void CertificateLoaded(ILogger logger, string subject, DateTime until);

    [LoggerMessage(1602, LogLevel.Error, "The certificate in {File} cannot be used; the one before stays")]
    public static partial void CertificateUnusable(ILogger logger, Exception failure, string file);

    [LoggerMessage(1603, LogLevel.Information, "Told to stop: not ready any more, requests that are here are finished")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(1604, LogLevel.Information, "Stopped")]
    public static partial void Stopped(ILogger logger);
}
