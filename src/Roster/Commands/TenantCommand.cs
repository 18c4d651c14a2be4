using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Server.Admin;
using Roster.Server.Options;
using Roster.Storage;

namespace Roster.Commands;

/// <summary><c>roster tenant</c>: the organizations, each with a directory of its own.</summary>
static class TenantCommand
{
    static readonly Argument<string> Name = new("name") { Description = "The organization's name." };

    public static Command Create() => new("tenant", "Manage organizations.") { Add(), List(), Rename(), Suspend(), Resume(), Purge(), Settings() };

    static Command Add() => new Command("add", "Make an organization.") { Name }.Administers(async (store, given, cancel) =>
    {
        var tenant = await store.Tenants.AddAsync(Checked(given.GetValue(Name)!), cancel);

        given.Print(TenantEndpoints.Describe(tenant), $"Organization {tenant.Name} is made.");
        return 0;
    });

    static Command List() => new Command("list", "List the organizations.").Administers(async (store, given, cancel) =>
    {
        var tenants = await store.Tenants.ListAsync(cancel);

        given.Print(
            new JsonObject { ["tenants"] = new JsonArray([.. tenants.Select(TenantEndpoints.Describe)]) },
            string.Join(Environment.NewLine, tenants.Select(t => t.Name + (t.PurgeBegunAt is not null ? "  being removed" : t.SuspendedAt is not null ? "  suspended" : ""))));
        return 0;
    });

    static Command Rename()
    {
        var newName = new Argument<string>("new-name") { Description = "What it is to be called." };
        return new Command("rename", "Give an organization another name.") { Name, newName }.Administers(async (store, given, cancel) =>
        {
            var tenant = await store.Tenants.RenameAsync((await NamedAsync(store, given, cancel)).Id, Checked(given.GetValue(newName)!), cancel);

            given.Print(TenantEndpoints.Describe(tenant), $"The organization is called {tenant.Name} now.");
            return 0;
        });
    }

    static Command Suspend() => new Command("suspend", "Refuse an organization's tokens until it is resumed; nothing of it is lost.") { Name }.Administers(async (store, given, cancel) =>
    {
        await store.Tenants.SuspendAsync((await NamedAsync(store, given, cancel)).Id, cancel);

        given.Print(TenantEndpoints.Describe(await NamedAsync(store, given, cancel)), $"Organization {given.GetValue(Name)} is suspended.");
        return 0;
    });

    static Command Resume() => new Command("resume", "End a suspension.") { Name }.Administers(async (store, given, cancel) =>
    {
        var tenant = await NamedAsync(store, given, cancel);
        if (tenant.PurgeBegunAt is not null)
            throw new OptionsException($"'{tenant.Name}' is being removed; it cannot be resumed.");
        await store.Tenants.ResumeAsync(tenant.Id, cancel);

        given.Print(TenantEndpoints.Describe(await NamedAsync(store, given, cancel)), $"Organization {tenant.Name} is resumed.");
        return 0;
    });

    static Command Purge()
    {
        var yes = new Option<bool>("--yes") { Description = "Really: everything of the organization is gone afterwards." };
        return new Command("purge", "Remove an organization and everything of it, for good.") { Name, yes }.Administers(async (store, given, cancel) =>
        {
            var tenant = await NamedAsync(store, given, cancel);
            if (!given.GetValue(yes))
                throw new OptionsException($"This removes '{tenant.Name}' with all its users, groups, clients and its history, for good. Say --yes if that is meant.");
            await store.Tenants.PurgeAsync(tenant.Id, cancel);

            given.Print(new JsonObject { ["name"] = tenant.Name, ["removed"] = true }, $"Organization {tenant.Name} is gone.");
            return 0;
        });
    }

    static Command Settings()
    {
        var set = new Option<string[]>("--set")
        {
            Description = "name=value; for a list values separated by commas, or @file with one on each line. 'name=' goes back to the default. Can be repeated.",
            AllowMultipleArgumentsPerToken = false,
        };
        return new Command("settings", "Show an organization's settings, or change some.") { Name, set }.Administers(async (store, given, cancel) =>
        {
            var tenant = await NamedAsync(store, given, cancel);
            var settings = await store.Tenants.FindSettingsAsync(tenant.Id, cancel);
            if (given.GetValue(set) is { Length: > 0 } changes)
            {
                var json = TenantEndpoints.Describe(settings);
                foreach (var change in changes)
                    Apply(json, change);
                settings = TenantEndpoints.Settings(json);
                await store.Tenants.SaveSettingsAsync(tenant.Id, settings, cancel);
            }

            var now = TenantEndpoints.Describe(settings);
            given.Print(now, string.Join(Environment.NewLine, now.Select(s => $"{s.Key} = {s.Value?.ToJsonString() ?? "null"}")));
            return 0;
        });
    }

    static void Apply(JsonObject settings, string change)
    {
        var at = change.IndexOf('=', StringComparison.Ordinal);
        var name = at < 0 ? change : change[..at];
        if (at < 0 || !settings.TryGetPropertyName(name, out var key))
            throw new OptionsException($"--set: '{change}' is not name=value with one of {string.Join(", ", settings.Select(s => s.Key))}.");

        var value = change[(at + 1)..];
        var standard = TenantEndpoints.Describe(TenantSettings.Default)[key];
        settings[key] = value.Length == 0 ? standard?.DeepClone()
            : standard is JsonArray ? new JsonArray([.. Values(value).Select(v => (JsonNode)v)])
            : standard is JsonValue text && text.GetValueKind() is JsonValueKind.String ? value
            : Parsed(name, value);
    }

    static IEnumerable<string> Values(string value) =>
        value[0] is '@' ? File.ReadLines(value[1..]).Where(line => line.Length > 0) : value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    static JsonNode? Parsed(string name, string value)
    {
        try
        {
            return JsonNode.Parse(value);
        }
        catch (JsonException bad)
        {
            throw new OptionsException($"--set: '{value}' is no value for {name}.", bad);
        }
    }

    static bool TryGetPropertyName(this JsonObject json, string name, out string key)
    {
        key = json.Select(p => p.Key).FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? "";
        return key.Length > 0;
    }

    static string Checked(string name) => TenantEndpoints.IsName(name) ? name : throw new OptionsException(TenantEndpoints.NameRule);

    static async Task<Tenant> NamedAsync(RosterStore store, ParseResult given, CancellationToken cancel) =>
        await store.Tenants.FindAsync(given.GetValue(Name)!, cancel) ?? throw new OptionsException($"There is no organization '{given.GetValue(Name)}'.");
}
