using System.Text;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests;

/// <summary>T17, T23, T24: a secret that was sent is nowhere afterwards: not in an answer, a log line of the finest level, or what is stored.</summary>
public sealed class SecretsTests
{
    [Fact]
    [Holds("S-34", "C-18", "SEC-04", "A-20")]
    public async Task Passwords_tokens_and_client_secrets_are_nowhere_in_clear()
    {
        var folder = Path.Combine(Path.GetTempPath(), "roster-secrets-" + Guid.NewGuid().ToString("N"));
        try
        {
            var (password, second) = ($"pw-{Guid.NewGuid():N}", $"pw-{Guid.NewGuid():N}");
            var answers = new StringBuilder();
            string token, secret;
            IReadOnlyCollection<string> logs;
            await using (var server = await RosterServer.StartAsync(folder: folder))
            {
                (secret, logs) = (server.ClientSecret, server.Logs.Lines);
                token = await server.TokenAsync(server.ClientId, secret);
                using var http = server.WithToken(token);
                var user = await http.CreateUserAsync(more: $",\"password\":\"{password}\"");
                var path = $"{Wire.Users}/{user.Text("id")}";
                answers.Append(user.ToJsonString());
                foreach (var (method, target, body) in new (string, string, string?)[]
                {
                    ("PUT", path, Wire.UserBody(user.Text("userName"), $",\"password\":\"{second}\"")),
                    ("PATCH", path, $$"""{"Operations":[{"op":"replace","value":{"password":"{{password}}"} }]}"""),
                    ("PATCH", path + "?attributes=password", $$"""{"Operations":[{"op":"add","path":"PASSWORD","value":"{{second}}"}]}"""),
                    ("PATCH", path, $$"""{"Operations":[{"op":"replace","path":"password.x","value":"{{second}}"}]}"""),
                    ("PATCH", path, $$"""{"Operations":[{"op":"replace","path":"password","value":["{{second}}",1]}]}"""),
                    ("POST", Wire.Users, $$"""{"userName":"{{user.Text("userName")}}","displayName":"x","password":"{{second}}"}"""),
                    ("POST", Wire.Users, $"{{\"password\":\"{second}\","),
                    ("GET", path + "?attributes=password", null),
                    ("GET", Wire.Users + "?attributes=password", null),
                    ("GET", $"{Wire.Users}?filter=password%20eq%20%22{second}%22&access_token={token}", null),
                    ("POST", "/admin/v1/passwords/verify", $$"""{"userId":"{{user.Text("id")}}","password":"{{second}}"}"""),
                })
                {
                    using var response = await http.SendAsync(method, target, body);
                    answers.Append(response.Headers).Append(await response.Content.ReadAsStringAsync());
                }

                using var wrong = await server.Anonymous.SendAsync("POST", "/oauth/token", $"grant_type=client_credentials&client_id=nobody&client_secret={secret}", "application/x-www-form-urlencoded");
                answers.Append(await wrong.Content.ReadAsStringAsync());
            }

            var stored = await StoredBytes.OfAsync(folder);
            foreach (var hidden in new[] { password, second, token, secret })
            {
                Assert.DoesNotContain(hidden, answers.ToString(), StringComparison.Ordinal);
                Assert.DoesNotContain(logs, l => l.Contains(hidden, StringComparison.Ordinal));
                Assert.DoesNotContain(hidden, stored, StringComparison.Ordinal);
            }

            Assert.DoesNotContain("argon2", answers.ToString(), StringComparison.Ordinal);
            Assert.Contains("argon2", stored, StringComparison.Ordinal);
            Assert.Contains(logs, l => l.Contains("[1001]", StringComparison.Ordinal));
        }
        finally
        {
            TestEngine.Drop(folder);
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }
}
