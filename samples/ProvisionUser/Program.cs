// Provisions one person end to end: dotnet run --project samples/ProvisionUser -- ana@example.org "Ana Ruiz" Care
// The server and its OAuth client come from SCIM_URL, SCIM_CLIENT_ID and SCIM_CLIENT_SECRET.
using System.Text.Json.Nodes;
using Roster.Client;
using Roster.Client.Genesys;

var (email, name, team) = (args[0], args[1], args[2]);
static string Setting(string key) => Environment.GetEnvironmentVariable(key) ?? throw new InvalidOperationException($"Set {key}.");

using var http = new HttpClient();
var api = new ScimApi(new ScimConnection(http, new ScimConnectionOptions
{
    BaseAddress = new Uri(Setting("SCIM_URL")),
    Credential = ScimCredential.ClientCredentials(Setting("SCIM_CLIENT_ID"), Setting("SCIM_CLIENT_SECRET")),
}));

// There is one user of a name at most, active or not.
ScimUserListResponse found = await api.GetScimV2UsersAsync(ScimFilter.Equal("userName", email));
ScimV2User user = found.Resources is [var known]
    ? await api.Users.UpdateAsync(known.Id!, u => u with { DisplayName = name, Active = true })
    : await api.PostScimV2UsersAsync(new ScimV2CreateUser { UserName = email, DisplayName = name, Active = true });

ScimGroupListResponse groups = await api.GetScimV2GroupsAsync(ScimFilter.Equal("displayName", team));
if (groups.Resources is not [var group])
    throw new InvalidOperationException($"There is no group {team}. Groups are made in Genesys Cloud itself.");
await api.PatchScimV2GroupAsync(group.Id!, new ScimPatch().Add("members", new JsonArray(new JsonObject { ["value"] = user.Id })));

user = await api.GetScimV2UserAsync(user.Id!);
Console.WriteLine($"{user.DisplayName} is {(user.Active == true ? "active" : "inactive")} and in {string.Join(", ", user.Groups?.Select(g => g.Value == group.Id ? team : g.Value) ?? [])}.");
