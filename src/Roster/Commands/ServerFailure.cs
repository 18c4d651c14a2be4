using System.Globalization;
using System.Security.Authentication;
using Roster.Client;
using Roster.Contexts;

namespace Roster.Commands;

/// <summary>What went wrong between a command and a server, for the person at the command line: what it was, and what to do next.</summary>
sealed record ServerFailure(string Message, int ExitCode)
{
    /// <returns>Null when it is none of a server's failures.</returns>
    public static ServerFailure? Explain(Exception failure, ServerContext context) => failure switch
    {
        ScimException refused => Refusal(refused, context),
        HttpRequestException { InnerException: AuthenticationException tls } when tls.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase) => new(
            $"The certificate of {Host(context)} is not trusted: {tls.Message.TrimEnd('.')}. Add the authority that signed it to this machine's trusted ones, or use the name that it is made out to.", RosterCommand.Failed),
        HttpRequestException { InnerException: AuthenticationException } or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new($"{Host(context)} does not speak TLS there. Should the address begin with http://?", RosterCommand.Failed),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => new($"There is no host '{context.Url.Host}'. Is the address right?", RosterCommand.Failed),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => new($"Nothing answers at {Host(context)}. Is the server running, and is the address right?", RosterCommand.Failed),
        HttpRequestException lost => new($"The connection to {Host(context)} was lost: {lost.Message} Whether the last write was done is not known; look before repeating it.", RosterCommand.Failed),
        TimeoutException late => new($"{Host(context)} was too slow: {late.Message} Whether the last write was done is not known; look before repeating it.", RosterCommand.Failed),
        OperationCanceledException => new("Interrupted.", RosterCommand.Interrupted),
        InvalidOperationException impossible when impossible.Source == typeof(ScimConnection).Assembly.GetName().Name => new(impossible.Message, RosterCommand.Failed),
        _ => null,
    };

    /// <summary>Which exit code an answer's status becomes.</summary>
    public static int ExitCodeOf(int status, bool isVersionConflict) => status switch
    {
        _ when isVersionConflict => RosterCommand.Conflict,
        401 or 403 => RosterCommand.NotPermitted,
        404 => RosterCommand.NotFound,
        409 or 412 => RosterCommand.Conflict,
        _ => RosterCommand.Failed,
    };

    static ServerFailure Refusal(ScimException refused, ServerContext context)
    {
        var said = refused.Detail is { } detail ? detail.TrimEnd() : $"The server answered {refused.Status}.";
        var next = refused.Status switch
        {
            400 or 401 when refused.Code is "invalid_client" or "unauthorized_client" => $"The client's id or secret is wrong. Sign in again: roster login {context.Url} --client-id <id>.",
            401 when !context.IsSignedIn => $"Nobody is signed in. Sign in: roster login {context.Url} --client-id <id>, or --token-stdin.",
            401 => $"The credentials are not, or no longer, good. Sign in again: roster login {context.Url}.",
            403 => "The client lacks the permission for it; who administers the server can give it.",
            404 => $"Is {context.Url} the root of a SCIM service?",
            429 => $"Too many requests{(refused.RetryAfter is { } wait ? $"; try again in {wait.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s" : "; try again in a minute")}.",
            >= 300 and < 400 => "The server sends requests elsewhere, which is not followed; name the address that it is really at.",
            >= 500 => "The failure is the server's; its log has the correlation id.",
            _ when refused.IsVersionConflict && refused.Detail is null => "The resource has changed since that version; read it again.",
            >= 200 and < 300 => $"Is {context.Url} the root of a SCIM service?",
            _ => null,
        };
        var id = refused.CorrelationId is { } correlation && refused.Status >= 500 ? $" (correlation id {correlation})" : "";
        return new($"{said}{(next is null ? "" : $" {next}")}{id}", ExitCodeOf(refused.Status, refused.IsVersionConflict));
    }

    static string Host(ServerContext context) => context.Url.GetLeftPart(UriPartial.Authority);
}
