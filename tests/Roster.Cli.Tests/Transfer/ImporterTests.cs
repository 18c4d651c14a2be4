using System.Net;
using System.Text.Json.Nodes;
using Roster.Attributes;
using Roster.Client;
using Roster.Contexts;
using Roster.Transfer;

namespace Roster.Cli.Tests.Transfer;

/// <summary>An import over a network and to servers that are no better than they must be.</summary>
public sealed class ImporterTests(CommandLine roster)
{
    static readonly ResourceKind Kind = ResourceKind.Users;

    [Fact]
    public async Task A_batch_whose_answer_was_lost_is_found_done()
    {
        var lost = 0;
        var (service, tally, rejected) = await ImportAsync(60, async (request, send) =>
        {
            var answer = await send();
            if (request.RequestUri!.AbsolutePath.EndsWith("/Bulk", StringComparison.Ordinal) && lost++ == 0)
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
            return answer;
        });

        Assert.Equal((60, 60, 0), (tally.Rows, tally.Created, rejected.Count));
        Assert.Equal(60, await service.Elements("Users").AllAsync().CountAsync());
        Assert.Equal(1, lost);
    }

    [Fact]
    public async Task A_job_that_the_server_finds_too_long_goes_in_halves()
    {
        var refused = 0;
        var (service, tally, _) = await ImportAsync(100, async (request, send) =>
        {
            var isTooLong = request.RequestUri!.AbsolutePath.EndsWith("/Bulk", StringComparison.Ordinal)
                && JsonNode.Parse(await request.Content!.ReadAsStringAsync())!["Operations"]!.AsArray().Count > 30;
            refused += isTooLong ? 1 : 0;
            return isTooLong ? new HttpResponseMessage(HttpStatusCode.RequestEntityTooLarge) : await send();
        });

        Assert.Equal((100, 3), (tally.Created, refused));
        Assert.Equal(100, await service.Elements("Users").AllAsync().CountAsync());
    }

    [Fact]
    public async Task A_server_that_knows_no_or_is_asked_for_one_after_the_other()
    {
        var asked = 0;
        var (service, tally, _) = await ImportAsync(60, async (request, send) =>
        {
            if (!request.RequestUri!.Query.Contains("%20or%20", StringComparison.Ordinal))
                return await send();
            asked++;
            return new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("""{"scimType":"invalidFilter","detail":"eq alone"}""") };
        });

        // Once with the attributes that are needed, once for whole resources, then no more.
        Assert.InRange(asked, 1, 2);
        Assert.Equal(60, tally.Created);
        Assert.Equal(60, await service.Elements("Users").AllAsync().CountAsync());
    }

    async Task<(ScimService Service, Tally Tally, List<Change.Reject> Rejected)> ImportAsync(int count, Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> between)
    {
        var (id, secret) = await roster.CredentialsAsync();
        var http = new HttpClient(new Between(between));
        var service = new ScimService(new ScimConnection(http, new ScimConnectionOptions
        {
            BaseAddress = new Uri(roster.Server.BaseUrl + "/scim/v2"), Credential = ScimCredential.ClientCredentials(id, secret), Retry = new RetryOptions { MaxAttempts = 1 },
        }));
        var (types, rejected) = (AttributeTypes.Standard(Kind), new List<Change.Reject>());
        var mapping = Mapping.OfColumns(["userName", "title"], types);
        var rows = Enumerable.Range(0, count).Select(i => mapping.Map(new Row.Cells(i + 2, [new("userName", $"u{i}@example.org"), new("title", "Agent")])));
        using var interruption = new Interruption();
        var importer = new Importer(service, Kind, types, ValuePath.Parse("userName"), Writes.By(service, Kind, await service.GetServiceProviderConfigAsync()), interruption)
        {
            Attributes = [.. mapping.Rules.Select(r => r.Path)], Rejected = rejected.Add, Done = tally => tally,
        };
        return (service, await importer.RunAsync(rows, new Tally()), rejected);
    }

    sealed class Between(Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> between) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => between(request, () => base.SendAsync(request, cancellationToken));
    }
}
