using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Attributes;
using Roster.Client;
using Roster.Contexts;
using Roster.Server.Options;
using Roster.Transfer;

namespace Roster.Commands;

/// <summary><c>roster import</c>: users or groups of a CSV, JSON Lines or LDIF file into a server.</summary>
static class ImportCommand
{
    static readonly Argument<string> What = new Argument<string>("what") { Description = "users or groups." }.AcceptOnlyFromAmong("users", "groups");
    static readonly Argument<string> Input = new("file") { Description = "The file; - is standard input." };
    static readonly Option<FileForm?> Format = new("--format") { Description = "csv, jsonl or ldif; without it the file's name tells." };
    static readonly Option<char> Delimiter = new("--delimiter") { Description = "What stands between the fields of a CSV file. Default: a comma.", DefaultValueFactory = _ => ',' };
    static readonly Option<string?> MappingFile = new("--mapping") { Description = "A JSON file that says which column is which attribute. Without it columns are called by SCIM paths, and LDIF has inetOrgPerson." };
    static readonly Option<string?> Match = new("--match") { Description = "The attribute by which a row finds what is there: userName, externalId, or another. Without it what the mapping says, else userName or displayName." };
    static readonly Option<bool> DryRun = new("--dry-run") { Description = "Write nothing; print what would be done, attribute by attribute." };
    static readonly Option<bool> DeactivateMissing = new("--deactivate-missing") { Description = "Deactivate users that no row names." };
    static readonly Option<bool> DeleteMissing = new("--delete-missing") { Description = "Delete what no row names; asks first." };
    static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask." };
    static readonly Option<string?> JournalFile = new("--journal") { Description = "Where it is written down how far the import is; without it <file>.journal." };
    static readonly Option<string?> RejectedFile = new("--rejected") { Description = "Write rows that are not taken over to this CSV file, with line, attribute, reason and remedy." };

    public static Command Create()
    {
        var command = new Command("import", "Bring a server's users or groups in line with a file: create what is new, change what differs. What was interrupted goes on when it is run again.")
        {
            What, Input, Format, Delimiter, MappingFile, Match, DryRun, DeactivateMissing, DeleteMissing, Yes, JournalFile, RejectedFile,
        };
        return command.Reaches(ImportAsync);
    }

    static async Task<int> ImportAsync(ReachedServer server, ParseResult given, Interruption interruption)
    {
        var kind = given.GetValue(What) is "users" ? ResourceKind.Users : ResourceKind.Groups;
        var missing = (given.GetValue(DeactivateMissing), given.GetValue(DeleteMissing)) switch
        {
            (true, true) => throw new OptionsException("--deactivate-missing and --delete-missing are two things; give one of them."),
            (true, _) => kind == ResourceKind.Users ? Missing.Deactivate : throw new OptionsException("--deactivate-missing is for users: a group cannot be inactive."),
            (_, true) => Missing.Delete,
            _ => Missing.Keep,
        };

        using var file = RowFile.Open(given.GetValue(Input)!, given.GetValue(Format), given.GetValue(Delimiter));
        var mappingText = ReadMapping(given.GetValue(MappingFile));
        var types = await AttributeTypes.ReadAsync(server.Service, kind, interruption.Asked);
        var mapping = await MappingAsync(mappingText, file, kind, types);
        var match = MatchPath(given.GetValue(Match) ?? mapping.Match ?? kind.NameAttribute);
        var writes = Writes.By(server.Service, kind, await ConfigurationAsync(server.Service, interruption.Asked));
        var isDry = given.GetValue(DryRun);

        using var journal = isDry || file.Path is null ? null : Journal.Open(
            given.GetValue(JournalFile) ?? file.Path + ".journal",
            RowFile.Fingerprint(file.Path, kind.Endpoint, match.Text, mappingText ?? "", server.Context.Url.ToString(), file.Form.ToString(), given.GetValue(Delimiter).ToString(), missing.ToString()));
        // Rows that were put off are known to the run alone that did so: then all rows are compared again.
        var begun = journal?.Done is { Postponed: 0 } done ? done : new Tally();
        if (begun.Rows > 0)
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{begun.Rows:N0} rows were done before; going on after them."));

        using var rejected = new RejectedRows(given.GetValue(RejectedFile), begun.RejectedBytes);
        var last = begun;
        try
        {
            var end = await TransferProgress.ShowAsync(isDry ? "Comparing" : "Importing", tell => new Importer(server.Service, kind, types, match, writes, interruption)
            {
                Attributes = file.Form is FileForm.Jsonl && mappingText is null ? null : [.. mapping.Rules.Select(r => r.Path), .. mapping.Constants.Select(c => c.Path)],
                Missing = missing,
                DryRun = isDry ? changes => DryRunPrinter.Print(Console.Out, changes) : null,
                Rejected = row => rejected.Add(row, Console.Error.WriteLine),
                Done = tally =>
                {
                    if (tally == last)
                        return tally;
                    last = tally with { RejectedBytes = rejected.Length };
                    journal?.Append(last);
                    tell(last.Rows - begun.Rows, file.Fraction);
                    return last;
                },
                Confirm = count => Confirmation.Require(
                    given.GetValue(Yes) || missing is Missing.Deactivate, $"{count} {kind.Endpoint.ToLowerInvariant()} at {server.Context.Url} are in no row. Delete them?"),
            }.RunAsync(file.Rows().Select(mapping.Map), begun));

            journal?.Finish();
            Console.WriteLine($"{(isDry ? "Nothing was written. It would be: " : "")}{end}.");
            if (end.Rejected > 0)
                await Console.Error.WriteLineAsync($"roster: {(end.Rejected == 1 ? "1 row was" : $"{end.Rejected} rows were")} not taken over{(given.GetValue(RejectedFile) is { } report ? $"; '{report}' says why" : "")}. Mend that and import again; what is done stays as it is.");
            return end.Rejected > 0 ? RosterCommand.PartlyDone : 0;
        }
        catch (Exception ended) when (journal is not null)
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Ended after {last.Rows:N0} rows. The same command goes on from there."));
            if (ended is OperationCanceledException)
                return RosterCommand.Interrupted;
            throw;
        }
    }

    /// <summary>What a server says it can do; one that says nothing can do the least.</summary>
    public static async Task<ScimServiceProviderConfig?> ConfigurationAsync(ScimService service, CancellationToken cancel)
    {
        try
        {
            return (await service.GetServiceProviderConfigAsync(cancel)).Value;
        }
        catch (ScimException untold) when (untold.Status is (>= 200 and < 300) or 403 or 404 or 405 or 501)
        {
            return null;
        }
    }

    static async Task<Mapping> MappingAsync(string? text, RowFile file, ResourceKind kind, AttributeTypes types)
    {
        if (text is not null)
            return Mapping.Read(Object(text), types);
        if (file.Form is FileForm.Csv)
            return Mapping.OfColumns(file.Columns!.Where(c => c is not ("id" or "groups" or "schemas") && !c.StartsWith("meta.", StringComparison.Ordinal)), types);
        if (file.Form is FileForm.Jsonl)
            return Mapping.OfDocuments(types);

        var mapping = Mapping.OfLdif(kind, types);
        if (mapping.LeftOut.Count > 0)
            await Console.Error.WriteLineAsync($"The server does not have {string.Join(", ", mapping.LeftOut)}, which is left out.");
        return mapping;
    }

    static string? ReadMapping(string? path) => path is null ? null : File.Exists(path) ? File.ReadAllText(path) : throw new OptionsException($"--mapping: there is no file '{path}'.");

    static JsonObject Object(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }) as JsonObject ?? throw new OptionsException("--mapping: the file has no JSON object in it.");
        }
        catch (JsonException bad)
        {
            throw new OptionsException($"--mapping: the file is not JSON (line {bad.LineNumber + 1}): {bad.Message}", bad);
        }
    }

    static ValuePath MatchPath(string text) => ValuePath.TryParse(text) is { Element.Count: 0 } path ? path
        : throw new OptionsException($"--match: '{text}' is not an attribute by which one resource is found, such as userName or externalId.");
}
