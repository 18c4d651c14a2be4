using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Server.Options;
using Roster.Server.Passwords;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Passwords;

public sealed class PasswordTests(ServerFixture fixture)
{
    const string Verify = "/admin/v1/passwords/verify";

    RosterServer Server => fixture.Server;

    [Fact]
    public void A_hash_is_salted_names_its_parameters_and_verifies()
    {
        var (a, b) = (Argon2id.Hash("secret"), Argon2id.Hash("secret"));

        Assert.NotEqual(a, b);
        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1$", a, StringComparison.Ordinal);
        Assert.True(Argon2id.Verify("secret", a));
        Assert.True(Argon2id.Verify("secret", b));
        Assert.False(Argon2id.Verify("Secret", a));
        Assert.False(Argon2id.Verify("", a));
    }

    [Fact]
    public void A_hash_distinguishes_the_last_character()
    {
        var hash = Argon2id.Hash(new string('a', 255) + "\u00e9");

        Assert.True(Argon2id.Verify(new string('a', 255) + "\u00e9", hash));
        Assert.False(Argon2id.Verify(new string('a', 255) + "e", hash));
    }

    [Theory, Holds("S-39")]
    [InlineData(Wire.Users)]
    [InlineData("/scim/v2/Users")]
    public async Task A_password_verifies_however_it_is_composed_and_whatever_blank_is_typed(string users)
    {
        using var created = await Server.Http.SendAsync("POST", users, Wire.UserBody(Wire.NewName(), ",\"password\":\"caf\u00e9\u00a0noir\""));
        using var control = await Server.Http.SendAsync("POST", users, Wire.UserBody(Wire.NewName(), ",\"password\":\"caf\u00e9\\u0007\""));
        var id = (await created.JsonAsync()).Text("id");

        Assert.True(await ValidAsync("userId", id, "cafe\u0301 noir"));
        Assert.True(await ValidAsync("userId", id, "caf\u00e9\u3000noir"));
        Assert.False(await ValidAsync("userId", id, "Caf\u00e9 noir"));
        Assert.False(await ValidAsync("userId", id, "caf\u00e9 noir\u0007"));
        Assert.Equal(400, (int)control.StatusCode);
        Assert.Equal("invalidValue", (await control.JsonAsync()).Text("scimType"));
    }

    // RFC 9106 appendix and the reference implementation's own vector for these parameters.
    [Theory]
    [InlineData("password", "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    public void Hashes_of_the_reference_implementation_verify(string password, string hash) =>
        Assert.True(Argon2id.Verify(password, hash));

    [Fact]
    public async Task Applications_can_verify_a_password_by_name_and_by_id()
    {
        var password = $"pw-{Guid.NewGuid()}";
        var user = await Server.Http.CreateUserAsync(more: $",\"password\":\"{password}\"");

        Assert.True(await ValidAsync("userName", user.Text("userName"), password));
        Assert.True(await ValidAsync("userName", user.Text("userName").ToUpperInvariant(), password));
        Assert.True(await ValidAsync("userId", user.Text("id"), password));
        Assert.False(await ValidAsync("userId", user.Text("id"), password + "x"));
        Assert.False(await ValidAsync("userName", "nobody\"@example.test", password));
        Assert.False(await ValidAsync("userId", "nobody", password));
        Assert.False(await ValidAsync("userId", user.Text("id"), ""));
    }

    [Fact]
    public async Task A_patched_password_counts_and_an_inactive_user_has_none()
    {
        var user = await Server.Http.CreateUserAsync(more: ",\"password\":\"first password\"");
        var path = $"{Wire.Users}/{user.Text("id")}";

        using var patched = await Server.Http.SendAsync("PATCH", path, """{"Operations":[{"op":"replace","path":"password","value":"second password"}]}""");
        Assert.Equal(200, (int)patched.StatusCode);
        Assert.False(await ValidAsync("userId", user.Text("id"), "first password"));
        Assert.True(await ValidAsync("userId", user.Text("id"), "second password"));

        using var inactive = await Server.Http.SendAsync("PATCH", path, """{"Operations":[{"op":"replace","path":"active","value":false}]}""");
        Assert.False(await ValidAsync("userId", user.Text("id"), "second password"));
    }

    [Fact]
    public async Task A_password_of_another_organization_does_not_verify()
    {
        var user = await Server.Http.CreateUserAsync(more: ",\"password\":\"the password\"");
        using var other = await Server.ClientAsync("other", "roster:password:verify");

        using var response = await other.SendAsync("POST", Verify, new JsonObject { ["userId"] = user.Text("id"), ["password"] = "the password" }.ToJsonString());

        Assert.False((await response.JsonAsync())["valid"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"userName":"a"}""")]
    [InlineData("""{"password":"a"}""")]
    [InlineData("""{"userName":"a","userId":"b","password":"c"}""")]
    [InlineData("""{"userName":1,"password":"c"}""")]
    [InlineData("[]")]
    public async Task A_request_without_user_and_password_is_400(string body)
    {
        using var response = await Server.Http.SendAsync("POST", Verify, body);

        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task Hashing_is_bounded_and_says_when_to_come_back()
    {
        using var hashing = new PasswordHashing(new PasswordOptions { Concurrent = 1, Waiting = 1 });

        var all = Enumerable.Range(0, 6).Select(_ => hashing.HashAsync("x", CancellationToken.None)).ToArray();
        var outcomes = await Task.WhenAll(all.Select(async t =>
        {
            try
            {
                await t;
                return null;
            }
            catch (ScimException refused)
            {
                return refused.Error;
            }
        }));

        Assert.Equal(2, outcomes.Count(o => o is null));
        Assert.All(outcomes.OfType<ScimError>(), e => Assert.Equal((503, 2), (e.Status, e.RetryAfter)));
        Assert.NotNull(await hashing.HashAsync("x", CancellationToken.None));
    }

    [Fact]
    public async Task A_waiting_request_that_is_given_up_frees_its_place()
    {
        using var hashing = new PasswordHashing(new PasswordOptions { Concurrent = 1, Waiting = 1 });
        using var givenUp = new CancellationTokenSource();
        var running = hashing.HashAsync("x", CancellationToken.None);
        var waiting = hashing.HashAsync("x", givenUp.Token);

        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        await running;
        Assert.NotNull(await hashing.HashAsync("x", CancellationToken.None));
    }

    [Fact]
    public async Task What_is_stored_is_the_hash()
    {
        var user = await Server.Http.CreateUserAsync(more: ",\"password\":\"the password\"");
        var tenant = (await Server.Store.Tenants.FindAsync("default", CancellationToken.None))!.Id;

        var stored = await Server.Store.FindPasswordHashAsync(tenant, new ResourceKey("User", user.Text("id")), CancellationToken.None);

        Assert.StartsWith("$argon2id$", stored, StringComparison.Ordinal);
    }

    async Task<bool> ValidAsync(string how, string who, string password)
    {
        using var response = await Server.Http.SendAsync("POST", Verify, new JsonObject { [how] = who, ["password"] = password }.ToJsonString());
        Assert.Equal(200, (int)response.StatusCode);
        return (await response.JsonAsync())["valid"]!.GetValue<bool>();
    }
}
