using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Roster.Testing;

namespace Roster.Client.Tests;

/// <summary>The client as a service.</summary>
public sealed class ServiceCollectionTests
{
    const string Secret = "the-client-secret";

    static readonly Func<Received, int, Reply> Script = (r, _) => r.Target == "/oauth/token" ? Scripted.Token("the-access-token") : Scripted.User();

    [Fact]
    public async Task A_registered_client_fetches_one_token_for_the_whole_application()
    {
        await using var server = new ScriptedServer(Script);
        var services = new ServiceCollection();
        services.AddScimApi(o => (o.BaseAddress, o.Credential) = (server.Address, ScimCredential.ClientCredentials("id", Secret)));
        await using var provider = services.BuildServiceProvider(validateScopes: true);

        for (var request = 0; request < 3; request++)
        {
            await using var scope = provider.CreateAsyncScope();
            Assert.Equal("u1", (await scope.ServiceProvider.GetRequiredService<ScimApi>().GetScimV2UserAsync("u1")).Value.Id);
        }

        Assert.Single(server.TokenRequests);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Several_servers_have_a_key_each()
    {
        await using var first = new ScriptedServer(Script);
        await using var second = new ScriptedServer(Script);
        var services = new ServiceCollection();
        services.AddScimApi("first", o => o.BaseAddress = first.Address);
        services.AddScimApi("second", o => o.BaseAddress = second.Address);
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<ScimApi>("second").GetScimV2UserAsync("u1");

        Assert.Empty(first.All);
        Assert.Single(second.All);
    }

    [Fact]
    public void Impossible_options_are_named_when_the_client_is_asked_for()
    {
        using var provider = new ServiceCollection().AddScimApi(_ => { }).Services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<ScimApi>());

        Assert.Contains("BaseAddress must be an absolute address.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_of_every_level_have_no_secret_in_them()
    {
        await using var server = new ScriptedServer(Script);
        using var logs = new CapturedLogs();
        var services = new ServiceCollection();
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        services.AddScimApi(o => (o.BaseAddress, o.Credential) = (server.Address, ScimCredential.ClientCredentials("id", Secret)));
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<ScimApi>().GetScimV2UserAsync("u1");

        var text = string.Join('\n', logs.Lines);
        Assert.Contains("Authorization: *", text, StringComparison.Ordinal);
        Assert.All([Secret, "the-access-token", server.TokenRequests.Single().Header("Authorization")!["Basic ".Length..]], s => Assert.DoesNotContain(s, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using var elsewhere = new ScriptedServer(Script);
        await using var server = new ScriptedServer(new Reply(307, "", ("Location", elsewhere.Address.AbsoluteUri)));
        await using var provider = new ServiceCollection().AddScimApi(o => o.BaseAddress = server.Address).Services.BuildServiceProvider();

        var failure = await Assert.ThrowsAsync<ScimException>(() => provider.GetRequiredService<ScimApi>().PostScimV2UsersAsync(new ScimV2CreateUser()));

        Assert.Equal(307, failure.Status);
        Assert.Empty(elsewhere.All);
    }

    [Fact]
    public async Task The_HttpClient_can_be_given_further_handlers()
    {
        await using var server = new ScriptedServer(Script);
        var services = new ServiceCollection();
        services.AddScimApi(o => o.BaseAddress = server.Address).AddHttpMessageHandler(() => new Tagging());
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<ScimApi>().GetScimV2UserAsync("u1");

        Assert.Equal("yes", server.Requests.Single().Header("X-Tagged"));
    }

    sealed class Tagging : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("X-Tagged", "yes");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
