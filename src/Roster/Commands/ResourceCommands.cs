using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Attributes;
using Roster.Client;
using Roster.Client.Genesys;
using Roster.Contexts;
using Roster.Output;
using Roster.Server.Options;

namespace Roster.Commands;

/// <summary>What can be done with every kind of resource.</summary>
sealed class ResourceCommands(ResourceKind kind)
{
    public static Option<string?> IfMatch { get; } = new("--if-match") { Description = "Write only if the resource still has this version, as meta.version or ETag showed it." };

    static readonly Option<string?> File = new("--file", "-f") { Description = "A JSON file with the resource; - is standard input." };

    /// <summary>Which one is meant.</summary>
    public Argument<string> Who { get; } = new(kind.Word) { Description = $"The {kind.Word}'s id or {kind.NameAttribute}." };

    /// <summary>Attributes with their values, none or more.</summary>
    public static Argument<string[]> Assignments() => new("attribute=value")
    {
        Description = "By SCIM path: title=Agent, name.givenName=Ana, emails[type eq \"work\"].value=ana@example.org; title= takes it away, attribute:=… is JSON.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Command List()
    {
        var filter = new Option<string?>("--filter") { Description = "Which ones, as SCIM filters: userName sw \"a\" and active eq true." };
        var sortBy = new Option<string?>("--sort-by") { Description = "The attribute to sort by, where the server sorts." };
        var descending = new Option<bool>("--descending") { Description = "From the last to the first." };
        var limit = new Option<int>("--limit") { Description = "At most so many; 0 is all. Default: 100.", DefaultValueFactory = _ => 100 };
        var count = new Option<int?>("--count") { Description = "So many in one request; without it the server decides." };
        return new Command("list", $"List {kind.Endpoint.ToLowerInvariant()}.") { filter, OutputOption.Attributes, OutputOption.Excluded, sortBy, descending, limit, count, OutputOption.Form }.Reaches(async (server, given, cancel) =>
        {
            var (most, page) = (given.GetValue(limit), given.GetValue(count));
            if (most < 0 || page < 1)
                throw new OptionsException("--limit is 0 or more, --count is 1 or more.");

            var columns = given.Columns(kind);
            var query = new ScimQuery
            {
                Filter = given.GetValue(filter),
                SortBy = given.GetValue(sortBy),
                Descending = given.GetValue(descending),
                // One more than asked tells whether there are more.
                Count = page is { } size ? (most > 0 ? Math.Min(size, most + 1) : size) : most is > 0 and < 100 ? most + 1 : null,
                Attributes = given.List(OutputOption.Attributes),
                ExcludedAttributes = given.List(OutputOption.Excluded) ?? Unasked(given, columns),
            };
            using var writer = ResourceWriter.Open(given.GetValue(OutputOption.Form), Console.Out, columns);
            var found = 0;
            await foreach (var resource in server.Service.Objects(kind.Endpoint).AllAsync(query, cancel))
            {
                if (++found > most && most > 0)
                    break;
                writer.Write(resource);
            }

            writer.Finish();
            if (found > most && most > 0)
                await Console.Error.WriteLineAsync($"There are more than these {most.ToString(CultureInfo.InvariantCulture)}; --limit 0 shows all.");
            return 0;
        });
    }

    public Command Get() => new Command("get", $"Show a {kind.Word}.") { Who, OutputOption.Attributes, OutputOption.Excluded, OutputOption.Form }.Reaches(async (server, given, cancel) =>
    {
        var resource = await NamedResource.FindAsync(server.Service, kind, given.GetValue(Who)!, given.List(OutputOption.Attributes), cancel, given.List(OutputOption.Excluded));
        OneResource.Print(given.GetValue(OutputOption.Form), resource, given.Columns(kind));
        return 0;
    });

    public Command Create()
    {
        var assignments = Assignments();
        return new Command("create", $"Create a {kind.Word} of attributes, of a JSON file, or of both.") { assignments, File, OutputOption.Form }.Reaches(async (server, given, cancel) =>
        {
            var resource = await FromFileAsync(given, cancel) ?? [];
            var types = await TypesAsync(server, given.GetValue(assignments)!, cancel);
            Apply(resource, given.GetValue(assignments)!.Select(a => Assignment.Parse(a, types)), types);
            if (ValuePath.Find(resource, kind.NameAttribute) is null)
                throw new OptionsException($"A {kind.Word} needs a {kind.NameAttribute}: give {kind.NameAttribute}=<value>, or one in --file.");

            Declare(resource);
            var created = await server.Service.Objects(kind.Endpoint).CreateAsync(resource, cancel);
            var now = created.HasValue ? created.Value : null;
            given.Tell(kind, now, $"{Capital(kind.Word)} '{NamedResource.Called(kind, now ?? resource)}' is created{(now is null ? "" : $", with the id {NamedResource.Id(now)}")}.");
            return 0;
        });
    }

    public Command Set()
    {
        var assignments = Assignments();
        return new Command("set", $"Change attributes of a {kind.Word}, or with --file put another in its place. It is read, changed and put back, unless somebody else was faster.")
        {
            Who, assignments, File, IfMatch, OutputOption.Form,
        }.Reaches(async (server, given, cancel) =>
        {
            var changes = given.GetValue(assignments)!;
            var replacement = await FromFileAsync(given, cancel);
            if (replacement is null && changes.Length == 0)
                throw new OptionsException("There is nothing to set: give attribute=value, or --file.");

            var types = await TypesAsync(server, changes, cancel);
            // Checked before anything is sent.
            foreach (var change in changes)
                Assignment.Parse(change, types);
            var found = await NamedResource.FindAsync(server.Service, kind, given.GetValue(Who)!, ["id"], cancel);
            var put = await PutAsync(server.Service.Objects(kind.Endpoint), NamedResource.Id(found), resource =>
            {
                var next = replacement is null ? resource : (JsonObject)replacement.DeepClone();
                Apply(next, changes.Select(c => Assignment.Parse(c, types)), types);
                Declare(next);
                return next;
            }, given.GetValue(IfMatch), cancel);
            given.Tell(kind, put.HasValue ? put.Value : null, $"{Capital(kind.Word)} '{NamedResource.Called(kind, put.HasValue ? put.Value : found)}' is set.");
            return 0;
        });
    }

    public Command Patch()
    {
        var add = new Option<string[]>("--add") { Description = "path=value: add an element, or set an attribute. Can be repeated.", AllowMultipleArgumentsPerToken = false };
        var replace = new Option<string[]>("--replace") { Description = "path=value: set an attribute. Can be repeated.", AllowMultipleArgumentsPerToken = false };
        var remove = new Option<string[]>("--remove") { Description = "path: take away an attribute or elements of it. Can be repeated.", AllowMultipleArgumentsPerToken = false };
        return new Command("patch", $"Send a PATCH for a {kind.Word}: first what is removed, then what is replaced, then what is added.") { Who, add, replace, remove, IfMatch, OutputOption.Form }.Reaches(async (server, given, cancel) =>
        {
            var (adds, replaces, removes) = (given.GetValue(add) ?? [], given.GetValue(replace) ?? [], given.GetValue(remove) ?? []);
            if (adds.Length + replaces.Length + removes.Length == 0)
                throw new OptionsException("There is nothing to change: give --add, --replace or --remove.");

            var types = await TypesAsync(server, [.. adds, .. replaces], cancel);
            var patch = new ScimV2PatchRequest
            {
                Operations =
                [
                    .. removes.Select(path => new ScimV2PatchOperation { Op = "remove", Path = path }),
                    .. replaces.Select(r => Operation("replace", Assignment.ParsePatch(r, "--replace", types))),
                    .. adds.Select(a => Operation("add", Assignment.ParsePatch(a, "--add", types))),
                ],
            };
            var found = await NamedResource.FindAsync(server.Service, kind, given.GetValue(Who)!, ["id"], cancel);
            var patched = await server.Service.Objects(kind.Endpoint).PatchAsync(NamedResource.Id(found), patch, given.GetValue(IfMatch), cancel);
            given.Tell(kind, patched.HasValue ? patched.Value : null, $"{Capital(kind.Word)} '{NamedResource.Called(kind, patched.HasValue ? patched.Value : found)}' is changed.");
            return 0;
        });
    }

    public Command Delete()
    {
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        return new Command("delete", $"Delete a {kind.Word}.") { Who, yes, IfMatch }.Reaches(async (server, given, cancel) =>
        {
            var found = await NamedResource.FindAsync(server.Service, kind, given.GetValue(Who)!, ["id"], cancel);
            var (id, name) = (NamedResource.Id(found), NamedResource.Called(kind, found));
            Confirmation.Require(given.GetValue(yes), $"Delete the {kind.Word} '{name}' ({id}) at {server.Context.Url}?");
            await server.Service.Objects(kind.Endpoint).DeleteAsync(id, given.GetValue(IfMatch), cancel);
            Console.WriteLine($"{Capital(kind.Word)} '{CellText.Shown(name)}' is deleted.");
            return 0;
        });
    }

    public static void Apply(JsonObject resource, IEnumerable<Assignment> assignments, AttributeTypes types)
    {
        foreach (var (path, value) in assignments)
            path.Set(resource, value, types);
    }

    /// <summary>Reads, changes and puts back on condition of the version; where the server has no versions, without a condition.</summary>
    static async Task<ScimResponse<JsonObject>> PutAsync(ScimClient<JsonObject> resources, string id, Func<JsonObject, JsonObject> change, string? ifMatch, CancellationToken cancel)
    {
        if (ifMatch is null)
        {
            var first = await resources.GetAsync(id, cancel: cancel);
            if (first.ETag is not null || (string?)(ValuePath.Find(first.Value, "meta") as JsonObject)?["version"] is not null)
                return await resources.UpdateAsync(id, change, cancel);
            return await resources.ReplaceAsync(id, change(first.Value), cancel: cancel);
        }

        return await resources.ReplaceAsync(id, change((await resources.GetAsync(id, cancel: cancel)).Value), ifMatch, cancel);
    }

    /// <summary>Names the schemas that a resource has attributes of.</summary>
    void Declare(JsonObject resource)
    {
        var declared = ValuePath.Find(resource, "schemas") is JsonArray given ? given.OfType<JsonValue>().Select(v => v.GetValue<string>()) : [];
        var used = resource.Where(p => p.Value is not null && p.Key.StartsWith("urn:", StringComparison.OrdinalIgnoreCase)).Select(p => p.Key);
        resource["schemas"] = new JsonArray([.. declared.Concat(used).Prepend(kind.Schema).Distinct(StringComparer.OrdinalIgnoreCase).Select(s => (JsonNode)s)]);
    }

    static ScimV2PatchOperation Operation(string op, (string Path, JsonNode Value) change) => new() { Op = op, Path = change.Path, Value = change.Value };

    /// <summary>The server is asked for its schemas only when there is a text to be made into a value.</summary>
    Task<AttributeTypes> TypesAsync(ReachedServer server, string[] assignments, CancellationToken cancel) =>
        assignments.Length > 0 ? AttributeTypes.ReadAsync(server.Service, kind, cancel) : Task.FromResult(AttributeTypes.Standard(kind));

    IReadOnlyList<string>? Unasked(ParseResult given, IReadOnlyList<ValuePath> columns) =>
        // A list of groups with all their members would be read for nothing.
        kind == ResourceKind.Groups && given.GetValue(OutputOption.Form) is OutputForm.Table or OutputForm.Csv && given.GetValue(OutputOption.Attributes) is null && !columns.Any(c => c.Attribute is "members") ? ["members"] : null;

    /// <exception cref="OptionsException">There is no such file, or something else in it than one JSON object.</exception>
    static async Task<JsonObject?> FromFileAsync(ParseResult given, CancellationToken cancel)
    {
        if (given.GetValue(File) is not { } path)
            return null;
        try
        {
            await using var stream = path is "-" ? Console.OpenStandardInput() : System.IO.File.OpenRead(path);
            return await JsonNode.ParseAsync(stream, cancellationToken: cancel) as JsonObject ?? throw new OptionsException($"--file: '{path}' has no JSON object in it.");
        }
        catch (JsonException bad)
        {
            throw new OptionsException($"--file: '{path}' is not JSON (line {bad.LineNumber + 1}): {bad.Message}", bad);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new OptionsException($"--file: there is no file '{path}'.", missing);
        }
    }

    static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
