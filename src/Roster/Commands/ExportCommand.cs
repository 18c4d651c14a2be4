using System.CommandLine;
using System.Globalization;
using System.Text;
using Roster.Attributes;
using Roster.Client;
using Roster.Contexts;
using Roster.Output;
using Roster.Server.Options;
using Roster.Transfer;

namespace Roster.Commands;

/// <summary><c>roster export</c>: users or groups of a server into a file, which <c>roster import</c> takes.</summary>
static class ExportCommand
{
    public static Command Create()
    {
        var what = new Argument<string>("what") { Description = "users or groups." }.AcceptOnlyFromAmong("users", "groups");
        var to = new Option<string>("--to") { Description = "The file to write; it appears when it is whole. Default: -, which is standard output.", DefaultValueFactory = _ => "-" };
        var format = new Option<FileForm?>("--format") { Description = "csv, jsonl or ldif; without it the file's name tells, and standard output gets jsonl." };
        var filter = new Option<string?>("--filter") { Description = "Which ones, as SCIM filters." };
        var columns = new Option<string?>("--columns") { Description = "The columns of a CSV file: SCIM paths, separated by commas. Without it the common ones that the server has." };
        var names = new Option<bool>("--names") { Description = "Name managers and members by userName (groups by displayName) rather than by id, for an import elsewhere. LDIF always does." };
        var below = new Option<string?>("--base-dn") { Description = "What ou=people and ou=groups are below in LDIF, such as dc=example,dc=org. Without it they are the top." };
        return new Command("export", "Write a server's users or groups as CSV, JSON Lines or LDIF.") { what, to, format, filter, columns, names, below }.Reaches(async (server, given, cancel) =>
        {
            var kind = given.GetValue(what) is "users" ? ResourceKind.Users : ResourceKind.Groups;
            var path = given.GetValue(to)!;
            var form = given.GetValue(format) ?? (path is "-" ? FileForm.Jsonl : RowFile.FormOf(path) ?? throw new OptionsException($"Which form '{path}' shall have does not show by its name: say --format csv, jsonl or ldif."));
            var shown = form is FileForm.Csv ? await ColumnsAsync(server, kind, given.GetValue(columns), cancel) : [];
            var query = new ScimQuery
            {
                Filter = given.GetValue(filter),
                Count = 500,
                Attributes = form is FileForm.Csv ? [.. shown.Select(c => c.TopLevel).Distinct(StringComparer.OrdinalIgnoreCase)] : null,
                Cursor = (await ImportCommand.ConfigurationAsync(server.Service, cancel))?.Pagination?.Cursor is true ? "" : null,
            };
            var dn = given.GetValue(below) is { Length: > 0 } top ? $",{top}" : "";

            // A file that is there is whole.
            var part = path is "-" ? null : path + ".part";
            var count = 0L;
            await using (var output = part is null ? new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16) : new StreamWriter(part, append: false, new UTF8Encoding(false), 1 << 16))
            {
                using ResourceWriter writer = form switch
                {
                    FileForm.Ldif => new LdifWriter(output, kind, kind == ResourceKind.Users ? $"ou=people{dn}" : $"ou=groups{dn}", $"ou=people{dn}"),
                    FileForm.Csv => ResourceWriter.Open(OutputForm.Csv, output, shown),
                    _ => ResourceWriter.Open(OutputForm.Jsonl, output, shown),
                };
                count = await TransferProgress.ShowAsync("Exporting", tell => WriteAsync(server, kind, query, writer, given.GetValue(names) || form is FileForm.Ldif, tell, cancel));
                writer.Finish();
            }

            if (part is not null)
            {
                File.Move(part, path, overwrite: true);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} {kind.Endpoint.ToLowerInvariant()} are in '{path}'."));
            }

            return 0;
        });
    }

    static async Task<long> WriteAsync(ReachedServer server, ResourceKind kind, ScimQuery query, ResourceWriter writer, bool byName, Action<long, double?> tell, CancellationToken cancel)
    {
        var count = 0L;
        await foreach (var batch in server.Service.Objects(kind.Endpoint).AllAsync(query, cancel).Chunk(200).WithCancellation(cancel))
        {
            if (byName)
                await Names.PutAsync(server.Service, batch, cancel);
            foreach (var resource in batch)
                writer.Write(resource);
            tell(count += batch.Length, null);
        }

        return count;
    }

    static async Task<IReadOnlyList<ValuePath>> ColumnsAsync(ReachedServer server, ResourceKind kind, string? given, CancellationToken cancel)
    {
        if (given is null)
        {
            var types = await AttributeTypes.ReadAsync(server.Service, kind, cancel);
            return [.. kind.FileColumns.Select(ValuePath.Parse).Where(types.Has)];
        }

        try
        {
            return [.. given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ValuePath.Parse)];
        }
        catch (FormatException bad)
        {
            throw new OptionsException($"--columns: {bad.Message}", bad);
        }
    }
}
