using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Admin;

public sealed class ClientAdministrationTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    [Fact]
    public async Task A_client_is_made_read_changed_and_revoked_and_its_secret_is_shown_once()
    {
        using var http = await Server.ClientAsync(await Server.NewTenantAsync(), "roster:clients", "directory:user:view", "directory:user:edit");

        var made = await http.AdminJsonAsync("POST", "/clients", """{"name":"IdP","permissions":["directory:user:view"],"tokenLifetime":600}""");
        var (id, secret) = (made.Text("clientId"), made.Text("clientSecret"));
        var changed = await http.AdminJsonAsync("PATCH", $"/clients/{id}", """{"permissions":["directory:user:edit"],"tokenLifetime":700,"name":"Another"}""");
        var read = await http.AdminJsonAsync("GET", $"/clients/{id}");
        var token = await Server.TokenAsync(id, secret);
        var revoked = await http.AdminStatusAsync("DELETE", $"/clients/{id}");

        Assert.Equal(("Another", 700), (changed.Text("name"), changed["tokenLifetime"]!.GetValue<int>()));
        Assert.Equal("""["directory:user:edit"]""", read["permissions"]!.ToJsonString());
        Assert.DoesNotContain(secret, read.ToJsonString() + await http.AdminJsonAsync("GET", "/clients"), StringComparison.Ordinal);
        Assert.Equal(204, revoked);
        using var ended = await Server.WithToken(token).SendAsync("GET", Wire.Users);
        Assert.Equal(401, (int)ended.StatusCode);
        Assert.True((await http.AdminJsonAsync("GET", $"/clients/{id}"))["revoked"]!.GetValue<bool>());
        Assert.Equal(404, await http.AdminStatusAsync("PATCH", $"/clients/{id}", """{"name":"x"}"""));
    }

    [Theory]
    [InlineData("""{"permissions":[]}""")]
    [InlineData("""{"name":"","permissions":[]}""")]
    [InlineData("""{"name":"x"}""")]
    [InlineData("""{"name":"x","permissions":["directory:user:fly"]}""")]
    [InlineData("""{"name":"x","permissions":"directory:user:view"}""")]
    [InlineData("""{"name":"x","permissions":[],"tokenLifetime":299}""")]
    [InlineData("""{"name":"x","permissions":[],"tokenLifetime":38880001}""")]
    [InlineData("""{"name":"x","permissions":[],"tokenLifetime":"600"}""")]
    [InlineData("""{"name":"x","permissions":[],"secret":"mine"}""")]
    [InlineData("""{"name":1,"permissions":[]}""")]
    public async Task What_a_client_cannot_be_is_400_or_403_in_the_standard_error_form(string body)
    {
        using var http = await Server.ClientAsync("default", "roster:clients");

        using var response = await http.AdminAsync("POST", "/clients", body);
        var error = await response.JsonAsync();

        Assert.True((int)response.StatusCode is 400 or 403, body);
        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:Error", error["schemas"]![0]!.GetValue<string>());
        Assert.Equal(((int)response.StatusCode).ToString(null, null), error.Text("status"));
        Assert.NotEmpty(error.Text("detail"));
    }

    [Fact]
    public async Task Nobody_gives_what_they_do_not_have_or_takes_over_who_has_more()
    {
        var tenant = await Server.NewTenantAsync();
        using var http = await Server.ClientAsync(tenant, "roster:clients", "roster:tokens", "directory:user:view");
        var (strong, secret) = await Server.NewCredentialsAsync(tenant, ["roster:tenants"]);
        var mine = (await http.AdminJsonAsync("POST", "/clients", """{"name":"mine","permissions":["directory:user:view"]}""")).Text("clientId");

        Assert.Equal(403, await http.AdminStatusAsync("POST", "/clients", """{"name":"x","permissions":["roster:tenants"]}"""));
        Assert.Equal(403, await http.AdminStatusAsync("PATCH", $"/clients/{mine}", """{"permissions":["directory:user:delete"]}"""));
        Assert.Equal(403, await http.AdminStatusAsync("PATCH", $"/clients/{strong}", """{"name":"x"}"""));
        Assert.Equal(403, await http.AdminStatusAsync("POST", $"/clients/{strong}/secrets"));
        Assert.Equal(403, await http.AdminStatusAsync("DELETE", $"/clients/{strong}"));
        Assert.Equal(403, await http.AdminStatusAsync("POST", "/tokens", $$"""{"clientId":"{{strong}}","name":"x"}"""));
        Assert.NotEmpty(await Server.TokenAsync(strong, secret));
    }

    [Fact]
    public async Task Lists_are_paged()
    {
        using var http = await Server.ClientAsync(await Server.NewTenantAsync(), "roster:clients");
        for (var i = 0; i < 6; i++)
            await http.AdminJsonAsync("POST", "/clients", """{"name":"x","permissions":[]}""");

        var (seen, next, pages) = (new List<string>(), (string?)null, 0);
        do
        {
            var page = await http.AdminJsonAsync("GET", "/clients?count=3" + (next is null ? "" : $"&after={next}"));
            seen.AddRange(page["items"]!.AsArray().Select(c => c!["clientId"]!.GetValue<string>()));
            next = (string?)page["next"];
            pages++;
        }
        while (next is not null);

        Assert.Equal((7, 7, 3), (seen.Count, seen.Distinct(StringComparer.Ordinal).Count(), pages));
        Assert.Equal(400, await http.AdminStatusAsync("GET", "/clients?count=0"));
        Assert.Equal(400, await http.AdminStatusAsync("GET", "/clients?count=x"));
    }

    [Fact]
    public async Task A_provisioning_token_is_shown_once_recognised_used_and_revoked()
    {
        var tenant = await Server.NewTenantAsync();
        using var http = await Server.ClientAsync(tenant, "roster:clients", "roster:tokens", "directory:user:view");
        var client = (await http.AdminJsonAsync("POST", "/clients", """{"name":"IdP","permissions":["directory:user:view"]}""")).Text("clientId");
        var expires = TimeProvider.System.GetUtcNow().AddDays(10);

        var made = await http.AdminJsonAsync("POST", "/tokens", $$"""{"clientId":"{{client}}","name":"entra","expiresAt":"{{expires:O}}"}""");
        var (id, token) = (made.Text("id"), made.Text("token"));
        var listed = (await http.AdminJsonAsync("GET", "/tokens"))["items"]!.AsArray().Single()!.AsObject();
        using var works = await Server.WithToken(token).SendAsync("GET", Wire.Users);
        using var refused = await Server.WithToken(token).SendAsync("POST", Wire.Users, Wire.UserBody(Wire.NewName()));

        Assert.StartsWith("rsp_", token, StringComparison.Ordinal);
        Assert.Equal(47, token.Length);
        Assert.StartsWith(listed.Text("prefix"), token, StringComparison.Ordinal);
        Assert.DoesNotContain(token, listed.ToJsonString(), StringComparison.Ordinal);
        Assert.True(listed["expiresSoon"]!.GetValue<bool>());
        Assert.Equal([200, 403], new[] { works, refused }.Select(r => (int)r.StatusCode));

        Assert.Equal(204, await http.AdminStatusAsync("DELETE", $"/tokens/{id}"));
        using var ended = await Server.WithToken(token).SendAsync("GET", Wire.Users);
        Assert.Equal(401, (int)ended.StatusCode);
        Assert.Equal(404, await http.AdminStatusAsync("DELETE", $"/tokens/{id}"));
    }

    [Fact]
    public async Task Two_tokens_of_a_name_are_valid_at_once_and_a_third_is_refused()
    {
        using var http = await Server.ClientAsync(await Server.NewTenantAsync(), "roster:clients", "roster:tokens");
        var client = (await http.AdminJsonAsync("POST", "/clients", """{"name":"IdP","permissions":[]}""")).Text("clientId");
        var body = $$"""{"clientId":"{{client}}","name":"entra"}""";

        var statuses = new[] { await http.AdminStatusAsync("POST", "/tokens", body), await http.AdminStatusAsync("POST", "/tokens", body), await http.AdminStatusAsync("POST", "/tokens", body) };

        Assert.Equal([201, 201, 409], statuses);
        Assert.Equal(400, await http.AdminStatusAsync("POST", "/tokens", $$"""{"clientId":"{{client}}","name":"past","expiresAt":"2001-01-01T00:00:00Z"}"""));
        Assert.Equal(400, await http.AdminStatusAsync("POST", "/tokens", $$"""{"clientId":"{{client}}","name":"when","expiresAt":"soon"}"""));
    }
}
