using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Roster.Client;
using Roster.Client.Genesys;

namespace ClientTour;

/// <summary>What docs/client.md shows. It is compiled with everything else, so that the page cannot be wrong about names.</summary>
public static class Tour
{
    public static ScimApi Connect(HttpClient http, string clientId, string clientSecret)
    {
        var options = new ScimConnectionOptions().UseGenesys(GenesysRegion.EuCentral1, clientId, clientSecret);
        var api = new ScimApi(new ScimConnection(http, options));

        return api;
    }

    public static ScimConnection ConnectElsewhere(HttpClient http, string token)
    {
        var connection = new ScimConnection(http, new ScimConnectionOptions
        {
            BaseAddress = new Uri("https://scim.example.org/scim/v2"),
            Credential = ScimCredential.Token(token),
        });

        return connection;
    }

    public static void Register(IServiceCollection services, string clientId, string clientSecret)
    {
        services.AddScimApi(options => options.UseGenesys(GenesysRegion.UsEast1, clientId, clientSecret));

        services.AddScimApi("training", options => options.UseGenesys(new GenesysRegion("mypurecloud.ie"), clientId, clientSecret))
            .AddHttpMessageHandler(() => new Audited());
    }

    public static async Task CallAsync(ScimApi api)
    {
        ScimV2User ana = await api.PostScimV2UsersAsync(new ScimV2CreateUser { UserName = "ana@example.org", DisplayName = "Ana Ruiz" });

        var answer = await api.GetScimV2UserAsync(ana.Id!, ifNoneMatch: ana.Meta!.Version);
        Console.WriteLine(answer.IsNotModified ? "as before" : $"now {answer.Value.DisplayName}, version {answer.ETag}");

        try
        {
            await api.PutScimV2UserAsync(ana.Id!, ana with { Title = "Agent" }, ifMatch: ana.Meta.Version);
        }
        catch (ScimException e) when (e.IsVersionConflict)
        {
            Console.WriteLine("Somebody else was faster.");
        }
        catch (ScimException e)
        {
            Console.WriteLine($"{e.Status} {e.ScimType ?? e.Code}: {e.Detail} (correlation id {e.CorrelationId})");
        }
    }

    public static async Task UpdateAsync(ScimApi api, string id)
    {
        var updated = await api.Users.UpdateAsync(id, user => user with { Title = "Team lead" });
        Console.WriteLine(updated.Value.Meta!.Version);
    }

    public static async Task FilterAsync(ScimApi api, string name)
    {
        var filter = ScimFilter.StartsWith("displayName", name)
            .And(ScimFilter.Any("emails", ScimFilter.Equal("type", "work").And(ScimFilter.EndsWith("value", "@example.org"))))
            .And(ScimFilter.Equal("active", true).Or(ScimFilter.Present("externalId")));

        await foreach (var user in api.Users.AllAsync(new ScimQuery { Filter = filter, Count = 100 }))
            Console.WriteLine(user.UserName);
    }

    public static async Task PatchAsync(ScimApi api, string id, string? version)
    {
        var workMail = ScimPath.Of("emails").Where(ScimFilter.Equal("type", "work"));
        var patch = new ScimPatch()
            .Replace("active", false)
            .Replace(workMail.Sub("value"), "ana.ruiz@example.org")
            .Replace($"{ScimUserSchemas.Enterprise}:department", "Care")
            .Remove("title");
        await api.PatchScimV2UserAsync(id, patch, ifMatch: version);
    }

    public static async Task AnySchemaAsync(ScimConnection connection)
    {
        var scim = new ScimService(connection);

        ScimClient<Device> devices = scim.Resources("Devices", TourJson.Default.Device);
        await foreach (var device in devices.AllAsync(new ScimQuery { Filter = ScimFilter.Less("battery", 20), SortBy = "battery", Cursor = "" }))
            Console.WriteLine($"{device.DisplayName}: {device.Battery} %");

        await foreach (JsonElement user in scim.Elements("Users").AllAsync())
            Console.WriteLine(user.GetProperty("userName"));

        await scim.Objects("Users").UpdateAsync("2819c223", user =>
        {
            user["nickName"] = "Babs";
            return user;
        });
    }

    public static async Task BulkAsync(ScimService scim)
    {
        var bulk = new ScimBulk { FailOnErrors = 1 };
        var ana = bulk.Create("Users", new JsonObject { ["userName"] = "ana@example.org" });
        var care = bulk.Create("Groups", new JsonObject { ["displayName"] = "Care", ["members"] = new JsonArray(new JsonObject { ["value"] = ana.ToString() }) });

        ScimBulkResult result = await scim.BulkAsync(bulk);
        Console.WriteLine(result.Succeeded ? $"the group is {result[care].Id}" : result[ana].Error?.Detail);
    }

    public static async Task LargeBulkAsync(ScimService scim, ScimBulk bulk)
    {
        ScimServiceProviderConfig server = await scim.GetServiceProviderConfigAsync();
        await foreach (var outcome in scim.BulkInPartsAsync(bulk, server.Bulk!))
            Console.WriteLine(outcome.Succeeded ? outcome.Id : outcome.Error?.Detail);
    }

    public static async Task MeAsync(ScimService scim)
    {
        JsonObject me = await scim.Me().GetAsync();
        await scim.Me().PatchAsync(new ScimPatch().Replace("nickName", "Babs"));
        Console.WriteLine(me["userName"]);
    }
}

/// <summary>A resource of a schema that the library knows nothing of.</summary>
public sealed record Device(string DisplayName, int Battery)
{
    /// <summary>The server's name for it.</summary>
    public string? Id { get; set; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Device))]
sealed partial class TourJson : JsonSerializerContext;

sealed class Audited : DelegatingHandler;
