using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Roster.Scim.Messages;

namespace Roster.Server.OAuth;

/// <summary>
/// A form that a client sends to one of the endpoints about tokens, with its credentials in the header or in the form (RFC 6749 section 2.3.1), never in both.
/// Parameters that occur twice are refused (section 3.2).
/// </summary>
sealed record ClientCredentialsForm(string? ClientId, string? Secret, IFormCollection Form)
{
    const int LongestForm = 64 * 1024;

    /// <exception cref="OAuthException">The form or the credentials cannot be read.</exception>
    public static async Task<ClientCredentialsForm> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
            throw OAuthException.InvalidRequest("The body must be application/x-www-form-urlencoded.");
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LongestForm;

        var form = await FormAsync(http);
        if (form.FirstOrDefault(p => p.Value.Count > 1).Key is { } repeated)
            throw OAuthException.InvalidRequest($"'{ScimError.Quote(repeated)}' is there twice.");

        var (id, secret) = ((string?)form["client_id"], (string?)form["client_secret"]);
        if (http.Request.Headers.Authorization.Count == 0)
            return new ClientCredentialsForm(id, secret, form);
        if (secret is not null)
            throw OAuthException.InvalidRequest("The client's credentials are there twice, in the header and in the form.");

        var (user, password) = Basic(http.Request.Headers.Authorization.ToString());
        return id is null || string.Equals(id, user, StringComparison.Ordinal)
            ? new ClientCredentialsForm(user, password, form)
            : throw OAuthException.InvalidRequest("'client_id' is another than the header's.");
    }

    static async Task<IFormCollection> FormAsync(HttpContext http)
    {
        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception bad) when (bad is InvalidDataException || (bad is IOException and not BadHttpRequestException && !http.RequestAborted.IsCancellationRequested))
        {
            throw OAuthException.InvalidRequest("The form cannot be read.");
        }
    }

    // Id and secret are form-encoded before they are put together.
    static (string? Id, string? Secret) Basic(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var given) || !string.Equals(given.Scheme, "Basic", StringComparison.OrdinalIgnoreCase))
            return default;

        var bytes = new byte[given.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(given.Parameter ?? "", bytes, out var length))
            return default;

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? default : (Decoded(text[..colon]), Decoded(text[(colon + 1)..]));
    }

    static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

/// <summary>A failure in OAuth's own words (RFC 6749 section 5.2).</summary>
sealed class OAuthException(int status, string error, string description) : Exception(description)
{
    public int Status { get; } = status;

    public string Error { get; } = error;

    public static OAuthException InvalidRequest(string description) => new(400, "invalid_request", description);

    public static OAuthException InvalidClient() => new(401, "invalid_client", "The client id or the secret is wrong.");

    public static OAuthException UnauthorizedClient(string description) => new(400, "unauthorized_client", description);
}
