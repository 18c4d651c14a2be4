using System.Diagnostics;
using Roster.Server.OAuth;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Admin;

/// <summary>What is taken away is gone for tokens that are out: measured from the acknowledgement, with clients that ask without end.</summary>
public sealed class LiveChangeTests(ServerFixture fixture)
{
    const int Rounds = 20;
    static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);

    RosterServer Server => fixture.Server;

    [Fact]
    [Holds("A-17")]
    public Task A_revoked_client_is_out_within_a_second() =>
        MeasureAsync((http, tenant, client) => http.AdminStatusAsync("DELETE", $"/clients/{client}?tenant={tenant}"), expected: 401);

    [Fact]
    public Task A_permission_that_is_taken_away_is_gone_within_a_second() =>
        MeasureAsync((http, tenant, client) => http.AdminStatusAsync("PATCH", $"/clients/{client}?tenant={tenant}", """{"permissions":[]}"""), expected: 403);

    [Fact]
    public Task A_suspended_organization_is_out_within_a_second() =>
        MeasureAsync((http, tenant, _) => http.AdminStatusAsync("POST", $"/tenants/{tenant}/suspend"), expected: 401);

    [Fact]
    [Holds("A-17")]
    public async Task What_another_process_takes_away_is_gone_within_a_second_too()
    {
        await using var beside = await RosterServer.OpenBesideAsync(Server.Folder);
        await MeasureAsync(async (_, _, client) => await beside.Clients.RevokeAsync(client, CancellationToken.None) ? 204 : 404, expected: 401);
        await MeasureAsync(
            async (_, tenant, _) => await beside.Tenants.SuspendAsync((await beside.Tenants.FindAsync(tenant, CancellationToken.None))!.Id, CancellationToken.None) ? 200 : 404, expected: 401);
    }

    [Fact]
    public async Task A_suspended_organization_gets_no_tokens_strangers_are_not_told_why_and_resuming_brings_it_back()
    {
        var tenant = await Server.NewTenantAsync();
        var (id, secret) = await Server.NewCredentialsAsync(tenant, ["directory:user:view"]);
        var token = await Server.TokenAsync(id, secret);
        using var http = Server.WithToken(token);
        Assert.Equal(200, await Server.Http.AdminStatusAsync("POST", $"/tenants/{tenant}/suspend"));

        using var refused = await http.SendAsync("GET", Wire.Users);
        using var unknown = await Server.WithToken(Credentials.NewToken()).SendAsync("GET", Wire.Users);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Server.TokenAsync(id, secret));
        Assert.Equal(200, await Server.Http.AdminStatusAsync("POST", $"/tenants/{tenant}/resume"));
        using var back = await http.SendAsync("GET", Wire.Users);

        Assert.Equal((401, 401, 200), ((int)refused.StatusCode, (int)unknown.StatusCode, (int)back.StatusCode));
        var (said, wouldSay) = (await refused.JsonAsync(), await unknown.JsonAsync());
        Assert.Equal((wouldSay.Text("code"), wouldSay.Text("message")), (said.Text("code"), said.Text("message")));
        Assert.NotEmpty(await Server.TokenAsync(id, secret));
    }

    [Fact]
    public async Task A_secret_is_exchanged_without_one_failed_request()
    {
        using var http = await Server.ClientAsync(await Server.NewTenantAsync(), "roster:clients", "directory:user:view");
        var made = await http.AdminJsonAsync("POST", "/clients", """{"name":"IdP","permissions":["directory:user:view"]}""");
        var (id, secret) = (made.Text("clientId"), made.Text("clientSecret"));
        var failures = 0;

        using var stop = new CancellationTokenSource();
        var asking = Task.Run(async () =>
        {
            var asked = 0;
            for (; !stop.IsCancellationRequested; asked++)
            {
                try
                {
                    using var response = await Server.WithToken(await Server.TokenAsync(id, Volatile.Read(ref secret))).SendAsync("GET", Wire.Users + "?count=0");
                    failures += (int)response.StatusCode == 200 ? 0 : 1;
                }
                catch (InvalidOperationException)
                {
                    failures++;
                }
            }

            return asked;
        });
        for (var round = 0; round < 5; round++)
        {
            var old = (await http.AdminJsonAsync("GET", $"/clients/{id}"))["secrets"]![0]!["id"]!.GetValue<string>();
            var added = await http.AdminJsonAsync("POST", $"/clients/{id}/secrets");
            Assert.Equal(409, await http.AdminStatusAsync("POST", $"/clients/{id}/secrets"));
            Volatile.Write(ref secret, added.Text("clientSecret"));
            // The client may still be on its way with the old one.
            await Task.Delay(200);
            Assert.Equal(204, await http.AdminStatusAsync("DELETE", $"/clients/{id}/secrets/{old}"));
        }

        await stop.CancelAsync();
        Assert.True(await asking > 10);
        Assert.Equal(0, failures);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Server.TokenAsync(id, made.Text("clientSecret")));
        Assert.Equal(409, await http.AdminStatusAsync("DELETE", $"/clients/{id}/secrets/{(await http.AdminJsonAsync("GET", $"/clients/{id}"))["secrets"]![0]!["id"]!.GetValue<string>()}"));
    }

    [Fact]
    public async Task A_provisioning_token_is_exchanged_without_one_failed_request()
    {
        using var http = await Server.ClientAsync(await Server.NewTenantAsync(), "roster:clients", "roster:tokens", "directory:user:view");
        var client = (await http.AdminJsonAsync("POST", "/clients", """{"name":"IdP","permissions":["directory:user:view"]}""")).Text("clientId");
        var body = $$"""{"clientId":"{{client}}","name":"entra"}""";
        var current = await http.AdminJsonAsync("POST", "/tokens", body);
        var (token, failures) = (current.Text("token"), 0);

        using var stop = new CancellationTokenSource();
        var asking = Task.Run(async () =>
        {
            var asked = 0;
            for (; !stop.IsCancellationRequested; asked++)
            {
                using var response = await Server.Anonymous.SendAsync("GET", Wire.Users + "?count=0", headers: ("Authorization", "Bearer " + Volatile.Read(ref token)));
                failures += (int)response.StatusCode == 200 ? 0 : 1;
            }

            return asked;
        });
        for (var round = 0; round < 5; round++)
        {
            var next = await http.AdminJsonAsync("POST", "/tokens", body);
            Volatile.Write(ref token, next.Text("token"));
            await Task.Delay(200);
            Assert.Equal(204, await http.AdminStatusAsync("DELETE", $"/tokens/{current.Text("id")}"));
            current = next;
        }

        await stop.CancelAsync();
        Assert.True(await asking > 10);
        Assert.Equal(0, failures);
    }

    /// <param name="take">Takes something away from the client that asks, and says by which status it is acknowledged.</param>
    async Task MeasureAsync(Func<HttpClient, string, string, Task<int>> take, int expected)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var tenant = await Server.NewTenantAsync();
            var (id, secret) = await Server.NewCredentialsAsync(tenant, ["directory:user:view"]);
            using var http = Server.WithToken(await Server.TokenAsync(id, secret));
            using var operated = await Server.ClientAsync("default", "roster:tenants", "roster:clients", "directory:user:view");
            using (var before = await http.SendAsync("GET", Wire.Users + "?count=0"))
                Assert.Equal(200, (int)before.StatusCode);

            using var asking = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            var refused = Task.Run(async () =>
            {
                while (!asking.IsCancellationRequested)
                {
                    using var response = await http.SendAsync("GET", Wire.Users + "?count=0");
                    if ((int)response.StatusCode != 200)
                        return ((int)response.StatusCode, Stopwatch.GetTimestamp());
                }

                return (200, Stopwatch.GetTimestamp());
            });
            Assert.True(await take(operated, tenant, id) is 200 or 204);
            var acknowledged = Stopwatch.GetTimestamp();
            var (status, at) = await refused;

            Assert.Equal(expected, status);
            Assert.True(Stopwatch.GetElapsedTime(acknowledged, at) < Bound, $"round {round}: {Stopwatch.GetElapsedTime(acknowledged, at)}");
        }
    }
}
