using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Roster.Server.Admin;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Admin;

public sealed class OpenApiTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    [Fact]
    public async Task The_document_is_public_has_every_operation_and_what_it_refers_to_is_there()
    {
        using var response = await Server.Anonymous.SendAsync("GET", "/openapi/admin.json");
        var document = await response.JsonAsync();
        var described = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => $"{o.Key.ToUpperInvariant()} {p.Key}")).Order(StringComparer.Ordinal);
        var served = Server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<AdminRoute>() is not null)
            .SelectMany(e => e.Metadata.GetMetadata<AdminRoute>()!.Operations.Select(o => $"{o.Method} {e.RoutePattern.RawText}")).Order(StringComparer.Ordinal);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.StartsWith("3.1", document.Text("openapi"), StringComparison.Ordinal);
        Assert.Equal(served, described);
        Assert.All(Strings(document, "$ref"), r => Assert.NotNull(document["components"]!["schemas"]![r["#/components/schemas/".Length..]]));
        var ids = Strings(document, "operationId").ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
    }

    static IEnumerable<string> Strings(JsonNode? node, string name) => node switch
    {
        JsonObject json => json.SelectMany(p => p.Key == name && p.Value is JsonValue value ? [value.GetValue<string>()] : Strings(p.Value, name)),
        JsonArray array => array.SelectMany(item => Strings(item, name)),
        _ => [],
    };
}
