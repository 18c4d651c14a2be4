using Microsoft.AspNetCore.Http;

namespace Roster.Server.Http;

/// <summary>
/// Gives paths one form before they are routed: doubled and trailing slashes go, since administrators enter base addresses that end
/// in a slash. Never by a redirect, for which clients drop the body or the token.
/// </summary>
sealed class PathForm(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        var path = http.Request.Path.Value;
        if (path is { Length: > 1 } && (path[^1] == '/' || path.Contains("//", StringComparison.Ordinal)))
            http.Request.Path = "/" + string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries));

        return next(http);
    }
}
