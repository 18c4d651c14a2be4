using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Roster.Client;

/// <summary>Where a connection has its bearer tokens from.</summary>
abstract class AccessTokens
{
    /// <returns>Null when requests go without one.</returns>
    public abstract ValueTask<string?> GetAsync(CancellationToken cancel);

    /// <summary>To be called when the server has refused a token.</summary>
    /// <returns>Whether there is another one to be had.</returns>
    public abstract bool Discard(string? refused);

    /// <summary>Takes secrets out of a text that a server sent: some repeat what they do not understand.</summary>
    public abstract string Redact(string text);

    static string Without(string text, string? secret) => string.IsNullOrEmpty(secret) ? text : text.Replace(secret, "***", StringComparison.Ordinal);

    /// <summary>Tokens that the application brings.</summary>
    public sealed class Supplied(Func<CancellationToken, ValueTask<string?>> source) : AccessTokens
    {
        string? last;

        public override async ValueTask<string?> GetAsync(CancellationToken cancel)
        {
            var token = await source(cancel);
            if (token is not null)
                ScimCredential.RequireToken(token);
            return last = token;
        }

        public override bool Discard(string? refused) => false;

        public override string Redact(string text) => Without(text, last);
    }

    /// <summary>Tokens that are fetched with client credentials. However many requests wait for a token, one fetches it.</summary>
    public sealed class Fetched(ScimConnection connection, string clientId, string clientSecret, Uri? tokenAddress) : AccessTokens
    {
        readonly Lock gate = new();
        FetchedToken? current;
        Task<FetchedToken>? fetching;

        public override async ValueTask<string?> GetAsync(CancellationToken cancel)
        {
            var now = connection.Time.GetUtcNow();
            Task<FetchedToken> pending;
            FetchedToken? usable;
            lock (gate)
            {
                if (current is { } token && now < token.RenewAt)
                    return token.Value;

                usable = current is not null && now < current.ExpiresAt ? current : null;
                // It belongs to everyone who waits for it, so none of them cancels it.
                pending = fetching ??= FetchAsync();
            }

            try
            {
                return (await pending.WaitAsync(cancel)).Value;
            }
            catch (Exception e) when (usable is not null && e is ScimException or HttpRequestException or TimeoutException)
            {
                // It was only to be renewed early; what there is still works.
                return usable.Value;
            }
        }

        public override bool Discard(string? refused)
        {
            lock (gate)
            {
                if (string.Equals(current?.Value, refused, StringComparison.Ordinal))
                    current = null;
            }

            return true;
        }

        public override string Redact(string text) => Without(Without(text, clientSecret), current?.Value);

        async Task<FetchedToken> FetchAsync()
        {
            // Leave the lock first: what follows may finish at once.
            await Task.Yield();
            try
            {
                var asked = connection.Time.GetUtcNow();
                var answer = await connection.SendAsync(TokenRequest(), new AuthenticationHeaderValue("Basic", Basic()), CancellationToken.None);
                var token = FetchedToken.From(answer, asked);
                lock (gate)
                    current = token;
                return token;
            }
            finally
            {
                lock (gate)
                    fetching = null;
            }
        }

        ScimRequest TokenRequest() => new(HttpMethod.Post, (tokenAddress ?? new Uri(connection.BaseAddress, "/oauth/token")).AbsoluteUri, "oauth/token")
        {
            Body = "grant_type=client_credentials"u8.ToArray(),
            ContentType = "application/x-www-form-urlencoded",
            IsToken = true,
        };

        // RFC 6749 section 2.3.1: both are form-encoded before they are joined.
        string Basic() => Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(clientSecret)}"));
    }
}

/// <summary>A token with the times that are worked out when it arrives.</summary>
sealed class FetchedToken(string value, DateTimeOffset renewAt, DateTimeOffset expiresAt)
{
    /// <summary>When a token endpoint does not say how long its token lives.</summary>
    static readonly TimeSpan Assumed = TimeSpan.FromMinutes(5);

    static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(1);

    public string Value => value;

    public DateTimeOffset RenewAt => renewAt;

    public DateTimeOffset ExpiresAt => expiresAt;

    /// <param name="asked">When the request was made: the token's life began after that.</param>
    public static FetchedToken From(Answer answer, DateTimeOffset asked)
    {
        TokenAnswer? body;
        try
        {
            body = JsonSerializer.Deserialize(answer.Body, ClientJson.Default.TokenAnswer);
            ScimCredential.RequireToken(body?.AccessToken);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // The exception itself may quote the body, which is not for telling.
            throw ScimException.Unreadable(new ScimRequest(HttpMethod.Post, "", "oauth/token"), answer, inner: null, "no usable access_token");
        }

        var life = body!.ExpiresIn is > 0 and < int.MaxValue ? TimeSpan.FromSeconds(body.ExpiresIn.Value) : Assumed;
        var margin = life / 10 < LongestMargin ? life / 10 : LongestMargin;
        return new(body.AccessToken!, asked + life - margin, asked + life);
    }
}

sealed class TokenAnswer
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; set; }

    [JsonPropertyName("expires_in")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? ExpiresIn { get; set; }
}
