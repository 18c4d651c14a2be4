using System.CommandLine;
using System.Text.Json.Nodes;
using Roster.Server.Options;

namespace Roster.Commands;

/// <summary><c>roster tenant</c>: the organizations, each with a directory of its own.</summary>
static class TenantCommand
{
    public static Command Create() => new("tenant", "Manage organizations.") { Add(), List() };

    static Command Add()
    {
        var name = new Argument<string>("name") { Description = "The organization's name." };
        return new Command("add", "Make an organization.") { name }.Administers(async (store, given, cancel) =>
        {
            var asked = given.GetValue(name)!;
            if (asked.Length is 0 or > 128 || asked.Any(char.IsControl) || asked.Trim().Length != asked.Length)
                throw new OptionsException("An organization's name has 1 to 128 characters, no control characters, and no blanks at its ends.");

            var tenant = await store.Tenants.AddAsync(asked, cancel);

            given.Print(new JsonObject { ["name"] = tenant.Name }, $"Organization {tenant.Name} is made.");
            return 0;
        });
    }

    static Command List() => new Command("list", "List the organizations.").Administers(async (store, given, cancel) =>
    {
        var names = (await store.Tenants.ListAsync(cancel)).Select(t => t.Name).ToArray();

        given.Print(new JsonObject { ["tenants"] = new JsonArray([.. names.Select(n => new JsonObject { ["name"] = n })]) }, string.Join(Environment.NewLine, names));
        return 0;
    });
}
