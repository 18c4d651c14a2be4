using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Roster.Scim;
using Roster.Server.Http;
using Roster.Storage;

namespace Roster.Server.Hosting;

/// <summary>
/// Requests of nobody's for a page of one resource, made while the server begins to listen: what the first answers need is loaded, compiled and read by then.
/// What they answer goes nowhere, and what fails in them fails again where somebody sees it.
/// </summary>
sealed class Rehearsal(RosterStore store) : IAsyncDisposable
{
    readonly CancellationTokenSource ending = new();

    /// <summary>Ends with the last answer, or with what failed.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <param name="lists">Answer a list.</param>
    /// <param name="permissions">What may be asked for in them.</param>
    public void Begin(IEnumerable<RequestDelegate> lists, IEnumerable<string> permissions) => Ended = Task.Run(() => RunAsync(lists, permissions));

    async Task RunAsync(IEnumerable<RequestDelegate> lists, IEnumerable<string> permissions)
    {
        _ = await store.Tokens.FindAsync(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes), ending.Token);
        if (await store.Tenants.FindAsync(FirstClient.Tenant, ending.Token) is not { } tenant)
            return;

        var caller = new Caller(tenant.Id, "", [.. permissions], "");
        foreach (var list in lists)
            await list(Request(caller));
    }

    DefaultHttpContext Request(Caller caller)
    {
        var http = new DefaultHttpContext { RequestAborted = ending.Token };
        (http.Request.Method, http.Request.Scheme, http.Request.QueryString) = (HttpMethods.Get, "http", new QueryString("?count=1"));
        http.Features.Set(new RequestFacts("") { Caller = caller });
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ending.Dispose();
    }
}
