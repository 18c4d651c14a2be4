// Calls each of the 21 methods of the vendor's document once. It is compiled ahead of time (dotnet publish -p:PublishAot=true), which shows that
// nothing in the library needs reflection. The organization must be empty but for one group; the server and its OAuth client come from SCIM_URL,
// SCIM_CLIENT_ID and SCIM_CLIENT_SECRET.
using System.Text.Json.Nodes;
using Roster.Client;
using Roster.Client.Genesys;

static string Setting(string key) => Environment.GetEnvironmentVariable(key) ?? throw new InvalidOperationException($"Set {key}.");

using var http = new HttpClient();
var api = new ScimApi(new ScimConnection(http, new ScimConnectionOptions
{
    BaseAddress = new Uri(Setting("SCIM_URL")),
    Credential = ScimCredential.ClientCredentials(Setting("SCIM_CLIENT_ID"), Setting("SCIM_CLIENT_SECRET")),
}));
var called = 0;

var configuration = await Call(api.GetScimV2ServiceproviderconfigAsync());
Require(configuration.Value.Patch!.Supported, "PATCH is supported");

// The default version.
var ana = await Call(api.PostScimUsersAsync(new ScimV2CreateUser { UserName = "ana@example.org", DisplayName = "Ana" }));
var read = await Call(api.GetScimUserAsync(ana.Value.Id!, ifNoneMatch: ana.ETag));
Require(read.IsNotModified, "the user is as it was created");
var users = await Call(api.GetScimUsersAsync(ScimFilter.Equal("userName", "ana@example.org")));
Require(users.Value.Resources is [{ DisplayName: "Ana" }], "the user is found");
ana = await Call(api.PatchScimUserAsync(ana.Value.Id!, new ScimPatch().Replace("title", "Agent"), ana.ETag));
ana = await Call(api.PutScimUserAsync(ana.Value.Id!, ana.Value with { DisplayName = "Ana Ruiz" }, ana.ETag));
Require(ana.Value is { Title: "Agent", DisplayName: "Ana Ruiz" }, "both changes are there");
var groups = await Call(api.GetScimGroupsAsync());
var id = groups.Value.Resources[0].Id!;
var group = await Call(api.GetScimGroupAsync(id));
group = await Call(api.PatchScimGroupAsync(id, new ScimPatch().Add("members", new JsonArray(new JsonObject { ["value"] = ana.Value.Id })), group.ETag));
Require(group.Value.Members is [{ } member] && member.Value == ana.Value.Id, "the user is a member");
group = await Call(api.PutScimGroupAsync(id, group.Value with { ExternalId = "first" }, group.ETag));
await Call(api.DeleteScimUserAsync(ana.Value.Id!));

// Version 2.
var bob = await Call(api.PostScimV2UsersAsync(new ScimV2CreateUser { UserName = "bob@example.org", DisplayName = "Bob" }));
read = await Call(api.GetScimV2UserAsync(bob.Value.Id!));
Require(read.ETag == bob.ETag, "the user is as it was created");
users = await Call(api.GetScimV2UsersAsync(ScimFilter.Equal("userName", "bob@example.org")));
Require(users.Value.TotalResults == 1, "the user is found");
bob = await Call(api.PatchScimV2UserAsync(bob.Value.Id!, new ScimPatch().Replace("active", false), bob.ETag));
bob = await Call(api.PutScimV2UserAsync(bob.Value.Id!, bob.Value with { Active = true }, bob.ETag));
Require(bob.Value.Active == true, "the user is active again");
groups = await Call(api.GetScimV2GroupsAsync(ScimFilter.Equal("id", id)));
Require(groups.Value.Resources is [{ ExternalId: "first" }], "the group is found");
group = await Call(api.GetScimV2GroupAsync(id));
group = await Call(api.PatchScimV2GroupAsync(id, new ScimPatch().Add("members", new JsonArray(new JsonObject { ["value"] = bob.Value.Id })), group.ETag));
group = await Call(api.PutScimV2GroupAsync(id, group.Value with { ExternalId = "second" }, group.ETag));
Require(group.Value.ExternalId == "second", "the group is changed");

try
{
    await api.DeleteScimV2UserAsync(bob.Value.Id!, "\"999999\"");
    throw new InvalidOperationException("A version that never was has been deleted.");
}
catch (ScimException e) when (e.IsVersionConflict)
{
    await Call(api.DeleteScimV2UserAsync(bob.Value.Id!));
}

Console.WriteLine($"{called} methods called");

async Task<T> Call<T>(Task<T> call)
{
    var answer = await call;
    called++;
    return answer;
}

static void Require(bool holds, string what)
{
    if (!holds)
        throw new InvalidOperationException($"It is not so that {what}.");
}
