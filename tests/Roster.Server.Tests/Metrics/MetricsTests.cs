using System.Globalization;
using Roster.Server.Options;
using Roster.Server.Tests.Admin;
using Roster.Storage;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Metrics;

/// <summary>What is measured is the whole process's, so that no other server may run beside.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessFigures
{
    public const string Name = "Figures of the process";
}

/// <summary>What Prometheus reads of the server.</summary>
[Collection(ProcessFigures.Name)]
public sealed class MetricsTests(ServerFixture fixture)
{
    [Fact]
    public async Task Requests_the_runtime_and_tokens_are_measured_and_nobody_is_named()
    {
        using var reader = await fixture.Server.ClientAsync("metered", "roster:metrics");
        using var asked = await reader.GetAsync("/api/v2/scim/v2/users/nobody-to-be-found");

        var text = await reader.GetStringAsync("/metrics");

        Assert.Contains("http_server_request_duration_seconds_bucket", text, StringComparison.Ordinal);
        Assert.Contains("http_route=\"/api/v2/scim/v2/users/{id}\"", text, StringComparison.Ordinal);
        Assert.Contains("dotnet_gc_collections", text, StringComparison.Ordinal);
        Assert.Contains("roster_tokens_expiring", text, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody-to-be-found", text, StringComparison.Ordinal);
        Assert.DoesNotContain("metered", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_are_counted_by_operation_surface_status_and_class_of_organization()
    {
        await using var server = await RosterServer.StartAsync();
        var all = server.Http;
        using var gold = await server.ClientAsync("acme", "directory:user:view");
        await all.AdminJsonAsync("PUT", "/tenants/acme/settings", """{"metricsClass":"gold"}""");
        var user = await all.CreateUserAsync();
        foreach (var (client, method, path, body) in new (HttpClient, string, string, string?)[]
        {
            (all, "PATCH", $"{Wire.Users}/{user.Text("id")}", """{"Operations":[{"op":"replace","path":"title","value":"x"}]}"""),
            (all, "PATCH", $"{Wire.Users}/nobody", """{"Operations":[{"op":"replace","path":"title","value":"x"}]}"""),
            (gold, "GET", "/scim/v2/Users", null),
            (gold, "HEAD", "/scim/v2/Users", null),
            (all, "POST", "/scim/v2/Bulk", "{}"),
            (all, "POST", "/scim/v2/.search", "{}"),
            (all, "GET", "/scim/v2/Me", null),
            (all, "GET", "/scim/v2/Machines", null),
            (all, "GET", "/scim/v2/Groups/x/members", null),
            (server.Anonymous, "GET", "/scim/v2/ServiceProviderConfig", null),
            (server.Anonymous, "GET", "/scim/v2/Users", null),
            (all, "MADEUP", "/scim/v2/Users", null),
        })
        {
            using var response = await client.SendAsync(method, path, body);
        }

        var text = await all.GetStringAsync("/metrics");

        Assert.Equal(1, Count(text, "Genesys", "User.Create", "2xx", "default"));
        Assert.Equal(1, Count(text, "Genesys", "User.Patch", "2xx", "default"));
        Assert.Equal(1, Count(text, "Genesys", "User.Patch", "4xx", "default"));
        Assert.Equal(2, Count(text, "Standard", "User.List", "2xx", "gold"));
        Assert.Equal(1, Count(text, "Standard", "Bulk", "4xx", "default"));
        Assert.Equal(1, Count(text, "Standard", "All.Search", "4xx", "default"));
        Assert.Equal(1, Count(text, "Standard", "Me.Get", "4xx", "default"));
        Assert.Equal(1, Count(text, "Standard", "OwnType.List", "4xx", "default"));
        Assert.Equal(1, Count(text, "Standard", "Group.Members", "4xx", "default"));
        Assert.Equal(1, Count(text, "Standard", "ServiceProviderConfig.Get", "2xx", "none"));
        Assert.Equal(1, Count(text, "Standard", "User.List", "4xx", "none"));
        Assert.Equal(1, Count(text, "Standard", "other", "4xx", "none"));
        Assert.DoesNotContain("Machines", text, StringComparison.Ordinal);
        Assert.DoesNotContain("MADEUP", text, StringComparison.Ordinal);
        Assert.DoesNotContain("acme", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Classes_beyond_the_sixteenth_are_counted_as_one()
    {
        await using var server = await RosterServer.StartAsync();
        for (var i = 0; i < 18; i++)
        {
            using var client = await server.ClientAsync($"organization{i}", "directory:user:view");
            var tenant = await server.Store.Tenants.FindAsync($"organization{i}", CancellationToken.None);
            await server.Store.Tenants.SaveSettingsAsync(tenant!.Id, TenantSettings.Default with { MetricsClass = $"class{i}" }, CancellationToken.None);
            using var response = await client.SendAsync("GET", "/scim/v2/Users");
        }

        var text = await server.Http.GetStringAsync("/metrics");

        Assert.Equal(1, Count(text, "Standard", "User.List", "2xx", "class15"));
        Assert.Equal(2, Count(text, "Standard", "User.List", "2xx", "other"));
        Assert.DoesNotContain("class16", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_storage_is_measured()
    {
        await using var server = await RosterServer.StartAsync();
        await server.Http.CreateUserAsync();
        // The age is that of the process's store that has been at rest for the longest, which would be this one.
        await fixture.Server.Http.GetStringAsync(Wire.Users);

        var text = await server.Http.GetStringAsync("/metrics");

        foreach (var name in new[] { "roster_storage_read_duration_seconds_count", "roster_storage_write_duration_seconds_count", "roster_storage_batch_size_count" })
            Assert.InRange(Value(text, name), 1, double.MaxValue);
        Assert.Contains("\nroster_storage_cache_age_seconds", text, StringComparison.Ordinal);
        Assert.InRange(Value(text, "roster_storage_cache_age_seconds"), 0, 60);
    }

    [Trait(TestEngine.Trait, TestEngine.Sqlite)]
    [Fact]
    public async Task Writes_that_wait_are_seen_and_many_who_ask_whether_it_is_ready_cost_one()
    {
        await using var server = await RosterServer.StartAsync();
        await using var held = await WriteLock.TakeAsync(server.Folder);

        // The writer waits at the lock with the first; what comes now waits behind it.
        var asking = Enumerable.Range(0, 200).Select(_ => server.Anonymous.SendAsync("GET", "/health/ready")).ToArray();
        await Task.Delay(500, TestContext.Current.CancellationToken);
        var whileAsking = Value(await server.Http.GetStringAsync("/metrics"), "roster_storage_writer_waiting");
        var writing = Enumerable.Range(0, 100).Select(_ => server.Http.CreateUserAsync()).ToArray();
        await Task.Delay(500, TestContext.Current.CancellationToken);
        var whileWriting = Value(await server.Http.GetStringAsync("/metrics"), "roster_storage_writer_waiting");
        await held.DisposeAsync();
        await Task.WhenAll(writing);
        await Task.WhenAll(asking);

        // Other tests' stores are in this process, too.
        Assert.InRange(whileAsking, 0, 50);
        Assert.InRange(whileWriting, 90, 1000);
    }

    [Fact]
    public async Task Refusals_for_too_much_and_wrong_secrets_are_counted()
    {
        await using var server = await RosterServer.StartAsync(o => o with { RateLimit = new RateLimitOptions { RequestsPerMinute = 3 } });
        using var hasty = await server.ClientAsync("acme", "directory:user:view");
        for (var i = 0; i < 5; i++)
            using (await hasty.SendAsync("GET", "/scim/v2/Users")) { }
        using var wrong = await server.Anonymous.SendAsync("POST", "/oauth/token", "grant_type=client_credentials&client_id=x&client_secret=y", "application/x-www-form-urlencoded");

        var text = await server.Http.GetStringAsync("/metrics");

        Assert.Equal(2, Value(text, "roster_requests_limited_total", "surface=\"Standard\""));
        Assert.Equal(1, Value(text, "roster_secrets_wrong_total"));
    }

    [Fact]
    public async Task Passwords_that_wait_to_be_hashed_are_seen()
    {
        await using var server = await RosterServer.StartAsync(o => o with { Passwords = new PasswordOptions { Concurrent = 1 } });

        var writing = Enumerable.Range(0, 20).Select(_ => server.Http.CreateUserAsync(more: ",\"password\":\"a password\"")).ToArray();
        var most = 0.0;
        while (!writing.All(w => w.IsCompleted))
            most = Math.Max(most, Value(await server.Http.GetStringAsync("/metrics"), "roster_passwords_waiting"));
        await Task.WhenAll(writing);

        Assert.InRange(most, 1, 19);
        // What was said a moment ago is said again for a while.
        for (var tries = 0; Value(await server.Http.GetStringAsync("/metrics"), "roster_passwords_waiting") != 0; tries++)
        {
            Assert.True(tries < 50, "Passwords seem to wait when none is there any more.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Other_permissions_do_not_open_them()
    {
        using var other = await fixture.Server.ClientAsync("metered", "directory:user:view");
        using var response = await other.GetAsync("/metrics");

        Assert.Equal(403, (int)response.StatusCode);
    }

    static double Count(string text, string surface, string operation, string status, string tenantClass) => Value(
        text, "roster_request_duration_seconds_count", $"surface=\"{surface}\"", $"operation=\"{operation}\"", $"status=\"{status}\"", $"tenant_class=\"{tenantClass}\"");

    /// <summary>The value of the one series that has all the labels; none counts as 0.</summary>
    static double Value(string text, string name, params string[] labels)
    {
        var line = text.Split('\n').SingleOrDefault(l => (l.StartsWith(name + "{", StringComparison.Ordinal) || l.StartsWith(name + " ", StringComparison.Ordinal)) && labels.All(l.Contains));
        return line is null ? 0 : double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim(' ').Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
