// Brings a directory in line with a file from the personnel department: dotnet run --project samples/NightlySync -- people.csv
// Its lines are "number,e-mail,name,department". Who is not in it any more is deactivated, and nobody is deleted.
// The server and its OAuth client come from SCIM_URL, SCIM_CLIENT_ID and SCIM_CLIENT_SECRET.
using Microsoft.Extensions.DependencyInjection;
using Roster.Client;
using Roster.Client.Genesys;

static string Setting(string key) => Environment.GetEnvironmentVariable(key) ?? throw new InvalidOperationException($"Set {key}.");

var services = new ServiceCollection();
services.AddScimApi(options =>
{
    options.BaseAddress = new Uri(Setting("SCIM_URL"));
    options.Credential = ScimCredential.ClientCredentials(Setting("SCIM_CLIENT_ID"), Setting("SCIM_CLIENT_SECRET"));
});
await using var provider = services.BuildServiceProvider();
var api = provider.GetRequiredService<ScimApi>();

var wanted = File.ReadLines(args[0]).Select(line => line.Split(',')).ToDictionary(f => f[0], f => (Email: f[1], Name: f[2], Department: f[3]), StringComparer.Ordinal);
var (created, changed, deactivated) = (0, 0, 0);

// Only what is compared is asked for. Inactive users are asked for apart: a list without a filter has the active ones alone.
string[] attributes = ["userName", "displayName", "active", $"{ScimUserSchemas.Enterprise}:employeeNumber", $"{ScimUserSchemas.Enterprise}:department"];
var present = new Dictionary<string, ScimV2User>(StringComparer.Ordinal);
foreach (var active in new[] { true, false })
{
    await foreach (var user in api.Users.AllAsync(new ScimQuery { Filter = ScimFilter.Equal("active", active), Attributes = attributes, Count = 100 }))
    {
        if (user.EnterpriseUser?.EmployeeNumber is { } number)
            present[number] = user;
    }
}

foreach (var (number, person) in wanted)
{
    if (!present.TryGetValue(number, out var user))
    {
        await PatientlyAsync(() => api.PostScimV2UsersAsync(new ScimV2CreateUser
        {
            UserName = person.Email, DisplayName = person.Name, Active = true, EnterpriseUser = new() { EmployeeNumber = number, Department = person.Department },
        }));
        created++;
    }
    else if ((user.UserName, user.DisplayName, user.EnterpriseUser!.Department, user.Active) != (person.Email, person.Name, person.Department, true))
    {
        // Whatever somebody else changes meanwhile is kept.
        await api.Users.UpdateAsync(user.Id!, u => u with
        {
            UserName = person.Email,
            DisplayName = person.Name,
            Active = true,
            EnterpriseUser = u.EnterpriseUser! with { Department = person.Department },
        });
        changed++;
    }
}

foreach (var user in present.Where(p => p.Value.Active == true && !wanted.ContainsKey(p.Key)).Select(p => p.Value))
{
    await api.PatchScimV2UserAsync(user.Id!, new ScimPatch().Replace("active", false), user.Meta!.Version);
    deactivated++;
}

Console.WriteLine($"{created} created, {changed} changed, {deactivated} deactivated");

// What was refused for its rate is sent again by itself, but not beyond the call's timeout. A job at night can wait longer.
static async Task PatientlyAsync<T>(Func<Task<T>> post)
{
    while (true)
    {
        try
        {
            await post();
            return;
        }
        catch (ScimException e) when (e.Status == 429)
        {
            await Task.Delay(e.RetryAfter ?? TimeSpan.FromSeconds(10));
        }
    }
}
