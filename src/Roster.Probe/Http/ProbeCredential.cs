using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Roster.Probe;

/// <summary>Who asks: a token, or an OAuth client that fetches one (RFC 6749 section 4.4). Its secrets are in no member that is printed.</summary>
public abstract class ProbeCredential
{
    ProbeCredential()
    {
    }

    /// <summary>Requests without a token.</summary>
    public static ProbeCredential None { get; } = new Given(null);

    /// <exception cref="ProbeException">It cannot stand in a header.</exception>
    public static ProbeCredential Token(string token) => new Given(Checked(token, "The token"));

    /// <param name="tokenAddress">Null: <c>/oauth/token</c> on the host that is probed.</param>
    public static ProbeCredential Client(string id, string secret, Uri? tokenAddress) => new Fetched(id, secret, tokenAddress);

    /// <summary>Whether there is anything that must not be told.</summary>
    public virtual bool IsSecret => true;

    internal abstract ValueTask<string?> GetAsync(HttpClient http, Target target, CancellationToken cancel);

    /// <summary>A text without the secrets that a server may have repeated.</summary>
    internal abstract string Redact(string text);

    static string Checked(string? token, string what) =>
        !string.IsNullOrEmpty(token) && !token.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? token
            : throw ProbeException.Wrong($"{what} has at least one character, and no blanks, control characters or characters beyond ASCII.");

    static string Without(string text, string? secret) => string.IsNullOrEmpty(secret) ? text : text.Replace(secret, "***", StringComparison.Ordinal);

    sealed class Given(string? token) : ProbeCredential
    {
        public override bool IsSecret => token is not null;

        internal override ValueTask<string?> GetAsync(HttpClient http, Target target, CancellationToken cancel) => ValueTask.FromResult(token);

        internal override string Redact(string text) => Without(text, token);
    }

    sealed class Fetched(string id, string secret, Uri? tokenAddress) : ProbeCredential
    {
        // What a token endpoint does not say, and what is too short to be worth a fetch for each request.
        static readonly TimeSpan Assumed = TimeSpan.FromMinutes(5);

        readonly ConcurrentQueue<string> had = new();
        string? token;
        long fetchedAt;
        TimeSpan life;

        // The first request of a run is alone; two that meet when a token runs out fetch one each, which does no harm.
        internal override async ValueTask<string?> GetAsync(HttpClient http, Target target, CancellationToken cancel)
        {
            if (token is not null && TimeProvider.System.GetElapsedTime(fetchedAt) < life * 0.8)
                return token;

            (token, life) = await FetchAsync(http, tokenAddress ?? new Uri(target.Base, "/oauth/token"), cancel);
            had.Enqueue(token);
            fetchedAt = TimeProvider.System.GetTimestamp();
            return token;
        }

        internal override string Redact(string text) => had.Aggregate(Without(text, secret), Without);

        async Task<(string Token, TimeSpan Life)> FetchAsync(HttpClient http, Uri address, CancellationToken cancel)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
            // RFC 6749 section 2.3.1: both are form-encoded before they are joined.
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));
            try
            {
                using var response = await http.SendAsync(request, cancel);
                var text = await response.Content.ReadAsStringAsync(cancel);
                if (!response.IsSuccessStatusCode)
                    throw ProbeException.Unreachable($"{address} gave no token: {(int)response.StatusCode} {Shortened.Of(Redact(text), 200)}");

                var body = JsonNode.Parse(text) as JsonObject;
                var seconds = double.TryParse(body?["expires_in"]?.ToString(), out var given) && given is > 0 and < int.MaxValue ? TimeSpan.FromSeconds(given) : Assumed;
                return (Checked((string?)body?["access_token"], "The token that was fetched"), seconds);
            }
            catch (Exception e) when (e is HttpRequestException or JsonException or InvalidOperationException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                throw ProbeException.Unreachable($"{address} gave no token: {e.Message} Name the token endpoint with --token-url if it is another.");
            }
        }
    }
}
