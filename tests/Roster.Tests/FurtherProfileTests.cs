using System.Diagnostics;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>The program of <c>samples/DirectoryProfile</c>: a third door, made of nothing but a value, beside the two that Roster brings.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class FurtherProfileTests : IAsyncLifetime
{
    const string Id = "sample";
    const string Secret = "a secret for the sample";

    readonly string folder = Directory.CreateTempSubdirectory("roster-sample-").FullName;
    readonly HttpClient http = new();
    Process? program;
    string address = "";
    ApiClient client = null!;

    public async ValueTask InitializeAsync()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Parent!.Name;
        var root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        var built = Path.Combine(root, "samples", "DirectoryProfile", "bin", configuration, "net10.0", "DirectoryProfile.dll");
        program = Process.Start(new ProcessStartInfo("dotnet",
            ["exec", built, "--Data=" + folder, "--Urls=http://127.0.0.1:0", "--Bootstrap:ClientId=" + Id, "--Bootstrap:ClientSecret=" + Secret])
        {
            UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = folder,
        })!;
        while (await program.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Listening on ", StringComparison.Ordinal))
            {
                address = line["Listening on ".Length..];
                break;
            }
        }

        // Its log must go somewhere, or the program waits for room in the pipe.
        _ = program.StandardOutput.ReadToEndAsync();
        client = new ApiClient(http, address, await TokenAsync());
    }

    async Task<string> TokenAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address + "/oauth/token") { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Id}:{Uri.EscapeDataString(Secret)}")));
        using var response = await http.SendAsync(request);
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["access_token"]!;
    }

    [Fact]
    public async Task A_door_made_of_a_value_shows_the_directory_its_own_way()
    {
        var ana = JsonNode.Parse($$"""
            {"schemas":["{{Resources.CoreUser}}","{{Resources.Enterprise}}"],"userName":"ana","displayName":"Ana Reis","nickName":"An","name":{"givenName":"Ana","familyName":"Reis","middleName":"B"},
             "title":"Agent","emails":[{"value":"ana@a.example","type":"work"}],"{{Resources.Enterprise}}":{"department":"Care","costCenter":"C1"} }
            """)!;
        var made = (await client.PostAsync("/scim/v2/Users", ana)).Expect(201);
        (await client.PostAsync("/scim/v2/Users", new JsonObject { ["schemas"] = new JsonArray(Resources.CoreUser), ["userName"] = "bo", ["active"] = false })).Expect(201);

        var people = (await client.GetAsync("/hr/v1/people")).Expect(200).Body;
        var one = (await client.GetAsync("/hr/v1/people/" + made.Id)).Expect(200);
        var byName = (await client.GetAsync("/hr/v1/people?filter=surname eq \"reis\" and department eq \"care\"")).Expect(200).Body;

        Assert.Equal(1, (int)people["totalResults"]!);
        Assert.True(JsonNode.DeepEquals(people["Resources"]![0], one.Body));
        Assert.Equal(1, (int)byName["totalResults"]!);
        Assert.Equal("""{"givenName":"Ana","familyName":"Reis"}""", one.Body["name"]!.ToJsonString());
        Assert.Equal("""{"department":"Care"}""", one.Body[Resources.Enterprise]!.ToJsonString());
        Assert.Equal($"/hr/v1/people/{made.Id}", (string?)one.Body["meta"]!["location"]);
        Assert.Equal("urn:example:params:scim:schemas:hr:1.0:Person", (string?)one.Body["schemas"]![0]);
        Assert.Null(one.Body["nickName"]);
        Assert.Null(one.Body["emails"]);
        Assert.Equal("600", one.Headers["inin-ratelimit-allowed"]);
    }

    [Fact]
    public async Task It_offers_what_its_table_says_and_fails_in_its_own_words()
    {
        var unknown = await client.GetAsync("/hr/v1/people/nobody");
        var write = await client.PostAsync("/hr/v1/people", new JsonObject { ["userName"] = "cy" });
        var filter = await client.GetAsync("/hr/v1/people?filter=nickName pr");
        var anonymous = await new ApiClient(http, address, token: null).GetAsync("/hr/v1/people");
        var groups = await client.GetAsync("/hr/v1/groups");

        Assert.Equal([404, 405, 400, 401, 404], new[] { unknown, write, filter, anonymous, groups }.Select(a => a.Status));
        Assert.All([unknown, write, filter, anonymous, groups], a => Assert.Equal(["problem", "reference"], a.Body.Select(m => m.Key)));
        Assert.Equal("GET, HEAD, OPTIONS", write.Headers["Allow"]);
        Assert.Contains("nickName", (string?)filter.Body["problem"], StringComparison.Ordinal);
        Assert.Equal(200, (await client.GetAsync("/hr/v1/Schemas/urn:example:params:scim:schemas:hr:1.0:Person")).Status);
    }

    [Fact]
    public async Task The_other_doors_are_as_they_were()
    {
        (await client.GetAsync("/api/v2/scim/v2/users")).Expect(200);
        (await client.GetAsync("/scim/v2/Users")).Expect(200);

        Assert.Equal("404", (string?)(await client.GetAsync("/scim/v2/Users/nobody")).Body["status"]);
        Assert.Equal("404", (string?)(await client.GetAsync("/api/v2/scim/v2/users/nobody")).Body["status"]);
    }

    public async ValueTask DisposeAsync()
    {
        program!.Kill(entireProcessTree: true);
        await program.WaitForExitAsync();
        program.Dispose();
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
