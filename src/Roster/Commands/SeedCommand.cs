using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Roster.Attributes;
using Roster.Client.Genesys;
using Roster.Contexts;
using Roster.Output;
using Roster.Seeding;
using Roster.Server.Options;
using Roster.Transfer;

namespace Roster.Commands;

/// <summary><c>roster seed</c>: a contact centre that does not exist, for tests and demonstrations.</summary>
static class SeedCommand
{
    static readonly Option<int> Users = new("--users") { Description = "How many users, 1 to 10000000. Default: 100.", DefaultValueFactory = _ => 100 };
    static readonly Option<ulong> Seed = new("--seed") { Description = "What chance begins with: the same number, users and domain give the same contact centre. Default: 1.", DefaultValueFactory = _ => 1 };
    static readonly Option<string> Domain = new("--domain") { Description = "What user names end in. Default: contact.example.", DefaultValueFactory = _ => "contact.example" };
    static readonly Option<bool> WithoutGroups = new("--without-groups") { Description = "Make no groups of sites, queues and teams." };
    static readonly Option<string?> Output = new("--output", "-o") { Description = "Write the users as JSON Lines to this file in place of a server; - is standard output." };
    static readonly Option<string?> GroupsOutput = new("--groups-output") { Description = "Write the groups to this file." };
    static readonly Option<bool> Genesys = new("--genesys") { Description = "With --output: give users skills and languages of Genesys Cloud. A server gets them when its schemas have them." };

    public static Command Create()
    {
        var command = new Command("seed", "Fill a server with a contact centre: users with managers, groups of sites, queues and teams. Run again it changes nothing.") { Users, Seed, Domain, WithoutGroups, Output, GroupsOutput, Genesys }
            .Reaches(SeedAsync);
        command.SetAction((given, cancel) => given.GetValue(Output) is not null || given.GetValue(GroupsOutput) is not null ? RosterCommand.RunAsync(() => PrintAsync(given)) : ServerOption.ReachAsync(given, SeedAsync));
        return command;
    }

    static async Task<int> SeedAsync(ReachedServer server, ParseResult given, Interruption interruption)
    {
        var configuration = await ImportCommand.ConfigurationAsync(server.Service, interruption.Asked);
        var types = await AttributeTypes.ReadAsync(server.Service, ResourceKind.Users, interruption.Asked);
        var centre = Centre(given, hasGenesys: types.Tells && types.Has(ValuePath.Parse($"{ScimUserSchemas.Genesys}:routingSkills")));
        var rejected = await ImportAsync(ResourceKind.Users, types, centre.Users(), given.GetValue(Users));
        if (!given.GetValue(WithoutGroups))
            rejected += await ImportAsync(ResourceKind.Groups, await AttributeTypes.ReadAsync(server.Service, ResourceKind.Groups, interruption.Asked), centre.Groups(), all: null);
        return rejected > 0 ? RosterCommand.PartlyDone : 0;

        async Task<long> ImportAsync(ResourceKind kind, AttributeTypes known, IEnumerable<JsonObject> resources, int? all)
        {
            using var rejections = new RejectedRows(path: null, length: 0);
            var mapping = Mapping.OfDocuments(known);
            var rows = resources.Select((json, i) => mapping.Map(new Row.Document(i + 1, json))).Select(row => row with { Assignments = [.. row.Assignments.Where(a => known.Has(a.Path))] });
            var done = await TransferProgress.ShowAsync($"Making {kind.Endpoint.ToLowerInvariant()}", tell =>
                new Importer(server.Service, kind, known, ValuePath.Parse(kind.NameAttribute), Writes.By(server.Service, kind, configuration), interruption)
                {
                    Rejected = row => rejections.Add(row, Console.Error.WriteLine),
                    Done = tally =>
                    {
                        tell(tally.Rows, all is { } count ? (double)tally.Rows / count : null);
                        return tally;
                    },
                }.RunAsync(rows, new Tally()));
            Console.WriteLine($"{kind.Endpoint}: {done}.");
            return done.Rejected;
        }
    }

    static async Task<int> PrintAsync(ParseResult given)
    {
        var centre = Centre(given, given.GetValue(Genesys));
        if (given.GetValue(Output) is { } users)
            await WriteAsync(users, centre.Users());
        if (given.GetValue(GroupsOutput) is { } groups)
            await WriteAsync(groups, centre.Groups());
        return 0;
    }

    static async Task WriteAsync(string path, IEnumerable<JsonObject> resources)
    {
        await using var output = path is "-" ? new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16) : new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        foreach (var resource in resources)
            await output.WriteLineAsync(resource.ToJsonString(CellText.Compact));
    }

    static ContactCentre Centre(ParseResult given, bool hasGenesys)
    {
        if (given.GetValue(Users) is < 1 or > 10_000_000)
            throw new OptionsException("--users is 1 to 10000000.");
        var domain = given.GetValue(Domain)!;
        return Uri.CheckHostName(domain) is UriHostNameType.Dns ? new(given.GetValue(Seed), given.GetValue(Users), domain, hasGenesys) : throw new OptionsException($"--domain: '{domain}' is not a domain such as contact.example.");
    }
}
