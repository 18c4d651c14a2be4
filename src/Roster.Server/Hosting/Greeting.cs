namespace Roster.Server.Hosting;

/// <summary>What the first start tells the operator, once and on the console only.</summary>
public static class Greeting
{
    /// <summary>When the server runs: addresses, credentials, and a first request to try.</summary>
    public static string Text(FirstClient client, IEnumerable<string> urls)
    {
        var url = urls.First().Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal).Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal);
        var secret = client.Secret ?? "$ROSTER_Bootstrap__ClientSecret";
        return $"""

            Roster is ready. This is shown once; keep the secret.

              Genesys Cloud   {url}/api/v2/scim/v2
              Standard SCIM   {url}/scim/v2
              Token URL       {url}/oauth/token
              Client id       {client.ClientId}
              Client secret   {client.Secret ?? "(the configured one)"}

            Try it:

              TOKEN=$(curl -s -u "{client.ClientId}:{secret}" -d grant_type=client_credentials {url}/oauth/token | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
              curl -s -H "Authorization: Bearer $TOKEN" {url}/api/v2/scim/v2/users

            """;
    }

    /// <summary>When it came no further than to make the client, which the next start does not make again: its credentials.</summary>
    public static string Unstarted(FirstClient client) => $"""

        Roster could not be started, but has made its first client. This is shown once; keep the secret.

          Client id       {client.ClientId}
          Client secret   {client.Secret ?? "(the configured one)"}

        """;
}
