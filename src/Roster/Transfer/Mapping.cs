using System.Globalization;
using System.Text.Json.Nodes;
using Roster.Attributes;
using Roster.Server.Options;

namespace Roster.Transfer;

/// <summary>
/// Which column of a file is which attribute, and how a text becomes its value. It comes from a JSON file, or is worked out: from the names of the columns, or for LDIF from what inetOrgPerson has.
/// </summary>
sealed class Mapping
{
    readonly IReadOnlyDictionary<string, IReadOnlyList<ColumnRule>>? columns;
    readonly AttributeTypes types;

    Mapping(IReadOnlyList<ColumnRule>? rules, AttributeTypes types)
    {
        (Rules, this.types) = (rules ?? [], types);
        columns = rules?.GroupBy(r => r.Column, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => (IReadOnlyList<ColumnRule>)[.. g], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>In the order in which they were written: of several columns of one attribute the first that has a value counts.</summary>
    public IReadOnlyList<ColumnRule> Rules { get; }

    /// <summary>The attribute by which a row finds the resource that is there already; null when the file does not say.</summary>
    public string? Match { get; private init; }

    /// <summary>What every resource gets.</summary>
    public IReadOnlyList<Assignment> Constants { get; private init; } = [];

    /// <summary>An empty cell takes the attribute away, rather than leaving it alone.</summary>
    public bool EmptyRemoves { get; private init; } = true;

    /// <summary>Attributes that were left out of a worked out mapping, since the server does not have them.</summary>
    public IReadOnlyList<string> LeftOut { get; private init; } = [];

    /// <summary>Documents whose attributes have SCIM's names.</summary>
    public static Mapping OfDocuments(AttributeTypes types) => new(null, types);

    /// <summary>Columns that are called by their attributes' paths.</summary>
    /// <exception cref="OptionsException">A column is called otherwise.</exception>
    public static Mapping OfColumns(IEnumerable<string> names, AttributeTypes types)
    {
        var rules = new List<ColumnRule>();
        foreach (var name in names)
        {
            var path = ValuePath.TryParse(name) ?? throw new OptionsException($"The column '{name}' is not the path of an attribute, such as name.givenName. Rename it, or say by --mapping which attribute it is.");
            if (!types.Has(path))
                throw new OptionsException($"The column '{name}': the server has no such attribute. 'roster schemas show' tells what there is; --mapping says which column is which attribute.");
            rules.Add(new ColumnRule(name, path) { Separator = types.IsMultiValued(path) && path.Element.Count == 0 && path.Sub is null ? ";" : null });
        }

        return new(rules, types);
    }

    /// <summary>What the attributes of inetOrgPerson (RFC 2798) and groupOfNames are in SCIM, as far as the server has them.</summary>
    public static Mapping OfLdif(ResourceKind kind, AttributeTypes types)
    {
        var rules = kind == ResourceKind.Groups ? Ldif.Groups : Ldif.People;
        var known = rules.Where(r => types.Has(r.Path)).ToList();
        return new(known, types) { LeftOut = [.. rules.Except(known).Select(r => r.Path.Text).Distinct(StringComparer.Ordinal)] };
    }

    /// <summary>
    /// Reads <c>{"match": "userName", "columns": {"Login": "userName", "Active": {"path": "active", "type": "boolean", "true": ["yes"]}}, "constants": {"userType": "agent"}, "empty": "keep"}</c>.
    /// </summary>
    /// <exception cref="OptionsException">It is not such a file.</exception>
    public static Mapping Read(JsonObject json, AttributeTypes types)
    {
        if (json.Select(p => p.Key).FirstOrDefault(k => k is not ("match" or "columns" or "constants" or "empty")) is { } unknown)
            throw Wrong($"'{unknown}' means nothing there; there are match, columns, constants and empty");
        if (json["columns"] is not JsonObject { Count: > 0 } named)
            throw Wrong("it has no 'columns', an object of column names and attributes' paths");

        var mapping = new Mapping([.. named.SelectMany(p => (p.Value is JsonArray several ? several.AsEnumerable() : [p.Value]).Select(rule => ColumnRule.Read(p.Key, rule)))], types)
        {
            Match = json["match"] is null ? null : Text(json["match"], "match"),
            Constants = json["constants"] switch
            {
                null => [],
                JsonObject constants => [.. constants.Select(c => new Assignment(Path(c.Key), c.Value ?? throw Wrong($"the constant '{c.Key}' is null")))],
                _ => throw Wrong("'constants' is not an object of paths and values"),
            },
            EmptyRemoves = json["empty"] is null || Text(json["empty"], "empty") switch { "remove" => true, "keep" => false, var other => throw Wrong($"'empty' is '{other}'; it is remove or keep") },
        };
        // Many servers pass over what they do not know, when they create.
        if (mapping.Rules.Select(r => r.Path).Concat(mapping.Constants.Select(c => c.Path)).FirstOrDefault(p => !types.Has(p)) is { } nowhere)
            throw Wrong($"the server has no attribute '{nowhere}'; 'roster schemas show' tells what there is");
        return mapping;
    }

    /// <summary>What a row says of its resource.</summary>
    public MappedRow Map(Row row) => row switch
    {
        Row.Cells cells => Map(cells),
        Row.Document document when columns is null => MappedRow.Of(document.Line, [.. Attributes(document.Json), .. Constants.Select(Fresh)], []),
        Row.Document document => Map(new Row.Cells(document.Line, [.. Rules.Select(r => KeyValuePair.Create(r.Column, Cell(document.Json, r.Column))).DistinctBy(c => c.Key)])),
        Row.Broken broken => MappedRow.Of(broken.Line, [], [new Rejection("", broken.Reason, broken.Remedy)]),
        _ => throw new InvalidOperationException("There are no other rows."),
    };

    internal static ValuePath Path(string text)
    {
        try
        {
            return ValuePath.Parse(text);
        }
        catch (FormatException bad)
        {
            throw new OptionsException($"--mapping: {bad.Message}", bad);
        }
    }

    internal static string Text(JsonNode? node, string name) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw Wrong($"'{name}' is not a text");

    internal static OptionsException Wrong(string why) => new($"--mapping: {why}.");

    MappedRow Map(Row.Cells row)
    {
        var (assignments, rejections) = (new List<Assignment>(), new List<Rejection>());
        var values = row.Fields.GroupBy(f => f.Key, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.Select(f => f.Value).ToList(), StringComparer.OrdinalIgnoreCase);
        foreach (var rules in Rules.GroupBy(r => r.Path.Text, StringComparer.OrdinalIgnoreCase))
        {
            var told = false;
            foreach (var rule in rules)
            {
                if (!values.TryGetValue(rule.Column, out var cells))
                    continue;
                told = true;
                if (cells.TrueForAll(string.IsNullOrEmpty))
                    continue;
                try
                {
                    assignments.Add(new(rule.Path, rule.Value(cells, types)));
                }
                catch (FormatException bad)
                {
                    rejections.Add(new(rule.Path.Text, bad.Message, $"Correct the column '{rule.Column}'."));
                }

                told = false;
                break;
            }

            if (told && EmptyRemoves)
                assignments.Add(new(rules.First().Path, null));
        }

        return MappedRow.Of(row.Line, [.. assignments, .. Constants.Select(Fresh)], rejections);
    }

    /// <summary>A value belongs to one resource, so each gets its own.</summary>
    static Assignment Fresh(Assignment constant) => constant with { Value = constant.Value?.DeepClone() };

    static string Cell(JsonObject document, string column) =>
        Output.CellText.Of(document.TryGetPropertyValue(column, out var value) ? value : ValuePath.TryParse(column)?.Get(document));

    /// <summary>What a client may write of a document. A null takes an attribute away.</summary>
    static IEnumerable<Assignment> Attributes(JsonObject document)
    {
        foreach (var (name, value) in document)
        {
            if (name is "id" or "meta" or "groups" or "schemas")
                continue;
            if (value is JsonObject extension && name.StartsWith("urn:", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var (part, inner) in extension)
                {
                    if (ValuePath.TryParse($"{name}:{part}") is { } path)
                        yield return new(path, inner?.DeepClone());
                }
            }
            else if (ValuePath.TryParse(name) is { } path)
            {
                yield return new(path, value is JsonArray { Count: 0 } ? null : value?.DeepClone());
            }
        }
    }
}

/// <summary>How one column becomes one attribute.</summary>
/// <param name="Column">What it is called in the file, in whatever case.</param>
sealed record ColumnRule(string Column, ValuePath Path)
{
    /// <summary>string, boolean, integer, decimal, json, date, reference or dn; null is what the server's schema says.</summary>
    public string? Type { get; init; }

    /// <summary>What stands between the elements of a list; null for one value.</summary>
    public string? Separator { get; init; }

    /// <summary>For date: how .NET writes the form, such as <c>dd.MM.yyyy</c>.</summary>
    public string? Format { get; init; }

    /// <summary>For boolean: what counts as true, and what as false, beside the words themselves.</summary>
    public IReadOnlyList<string> True { get; init; } = [];

    public IReadOnlyList<string> False { get; init; } = [];

    /// <summary>For reference: the attribute by which the resource is found that the value names.</summary>
    public string By { get; init; } = "userName";

    public static ColumnRule Read(string column, JsonNode? rule)
    {
        if (rule is JsonValue)
            return new(column, Mapping.Path(Mapping.Text(rule, column)));
        if (rule is not JsonObject json || json["path"] is null)
            throw Mapping.Wrong($"'{column}' is neither a path nor an object with a 'path'");
        if (json.Select(p => p.Key).FirstOrDefault(k => k is not ("path" or "type" or "separator" or "format" or "true" or "false" or "by")) is { } unknown)
            throw Mapping.Wrong($"'{unknown}' of '{column}' means nothing; there are path, type, separator, format, true, false and by");

        var type = json["type"] is null ? null : Mapping.Text(json["type"], "type");
        if (type is not (null or "string" or "boolean" or "integer" or "decimal" or "json" or "date" or "reference" or "dn"))
            throw Mapping.Wrong($"the type of '{column}' is '{type}'; there are string, boolean, integer, decimal, json, date, reference and dn");
        return new(column, Mapping.Path(Mapping.Text(json["path"], "path")))
        {
            Type = type,
            Separator = json["separator"] is null ? null : Mapping.Text(json["separator"], "separator"),
            Format = json["format"] is null ? null : Mapping.Text(json["format"], "format"),
            True = Words(json["true"]),
            False = Words(json["false"]),
            By = json["by"] is null ? "userName" : Mapping.Text(json["by"], "by"),
        };
    }

    /// <exception cref="FormatException">A text is no such value.</exception>
    public JsonNode Value(IReadOnlyList<string> cells, AttributeTypes types)
    {
        // A list of the file becomes a list here, one value stays one.
        var texts = cells.Where(c => c.Length > 0).SelectMany(c => Separator is null ? [c] : c.Split(Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        var isWholeList = types.IsMultiValued(Path) && Path.Element.Count == 0 && Path.Sub is null;
        if (!isWholeList)
            return One(texts[0], types);
        return texts is [['[', ..] json] ? AttributeTypes.Json(json)
            : new JsonArray([.. texts.Select(t => types.IsComplex(Path) && One(t, types) is var value && value is not JsonObject ? new JsonObject { ["value"] = value } : One(t, types))]);
    }

    JsonNode One(string text, AttributeTypes types) => Type switch
    {
        null => types.Value(Path, text),
        "json" => AttributeTypes.Json(text),
        "boolean" when True.Contains(text, StringComparer.OrdinalIgnoreCase) => true,
        "boolean" when False.Contains(text, StringComparer.OrdinalIgnoreCase) => false,
        "date" => DateTimeOffset.TryParseExact(text, Format ?? "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? (types.TypeOf(Path) is "dateTime" ? date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            : throw new FormatException($"'{text}' is not a date in the form {Format ?? "yyyy-MM-dd"}."),
        "reference" => $"{By}:{text}",
        "dn" => DistinguishedName.First(text) is var (attribute, value)
            ? $"{(attribute.Equals("uid", StringComparison.OrdinalIgnoreCase) || attribute.Equals("mail", StringComparison.OrdinalIgnoreCase) ? "userName" : "displayName")}:{value}"
            : throw new FormatException($"'{text}' is not a distinguished name such as uid=ana,ou=people,dc=example,dc=org."),
        _ => AttributeTypes.Value(Type, text),
    };

    static IReadOnlyList<string> Words(JsonNode? words) => words switch
    {
        null => [],
        JsonArray list => [.. list.Select(w => Mapping.Text(w, "true and false"))],
        _ => [Mapping.Text(words, "true and false")],
    };
}
