using Roster.Probe.Reports;
using Roster.Testing;

namespace Roster.Probe.Tests;

/// <summary>A server that has nothing of ours is probed: its gaps are found by name, and nothing is left in it.</summary>
public sealed class ScimmyTests
{
    [Fact]
    public async Task The_gaps_of_another_server_are_found_and_its_directory_is_empty_afterwards()
    {
        await using var scimmy = await ScimmyServer.StartAsync();

        var report = await Probing.RunAsync(scimmy.Address + "scim", ScimmyServer.Token);

        string[] known =
        [
            "patch-boolean-text", "create-boolean-text", "auth-challenge", "filter-urn-qualified", "filter-urn-extension", "patch-urn-core", "search-count-zero", "search-root-type",
            "patch-value-path-creates", "patch-manager-text", "filter-value-path-sub", "filter-multi-valued-short", "filter-invalid", "group-of-user", "create-location", "list-beyond-end",
        ];
        Assert.Empty(known.Except(report.Failed(), StringComparer.Ordinal));
        // And what it does well is not held against it.
        string[] sound = ["create", "create-duplicate", "put", "patch-replace", "patch-replace-no-path", "group-remove-member-list", "filter-eq", "filter-and", "attributes", "search", "bulk", "sort", "delete", "media-type", "error-body"];
        Assert.Empty(sound.Intersect(report.Failed(), StringComparer.Ordinal));
        Assert.True(report.WouldBreak);
        Assert.Null(report.Ended);

        var verdicts = report.Providers.ToDictionary(p => p.Provider, p => p.Verdict, StringComparer.Ordinal);
        Assert.Equal(ProviderVerdict.WouldBreak, verdicts["Microsoft Entra ID"]);
        Assert.Equal(ProviderVerdict.WouldBreak, verdicts["OneLogin"]);
        Assert.Equal(ProviderVerdict.WorksWithLimits, verdicts["Okta"]);
        Assert.Contains(report.Providers.Single(p => p.Provider == "Keycloak").Because, why => why.Contains("'active'", StringComparison.Ordinal));

        Assert.Empty(report.Left);
        Assert.True(report.Made > 150);
        using var http = new HttpClient();
        var client = new ApiClient(http, scimmy.Address + "scim", ScimmyServer.Token);
        Assert.Equal("[]", (await client.GetAsync("/Users")).Body["Resources"]!.ToJsonString());
        Assert.Equal("[]", (await client.GetAsync("/Groups")).Body["Resources"]!.ToJsonString());
    }
}
