using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Messages;

namespace Roster.Attributes;

/// <summary>
/// One place in a resource, named as a SCIM path (RFC 7644 figure 1): <c>name.givenName</c>, <c>emails[type eq "work"].value</c>,
/// <c>urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department</c>. It can be read, and written where there is nothing yet.
/// </summary>
sealed record ValuePath
{
    ValuePath(string text) => Text = text;

    public string Text { get; }

    /// <summary>The schema that the attribute is of; null for the core schema.</summary>
    public string? Schema { get; private init; }

    public required string Attribute { get; init; }

    /// <summary>What the element has, which the path is about; empty for a path without brackets.</summary>
    public IReadOnlyList<(string Name, JsonNode Value)> Element { get; private init; } = [];

    public string? Sub { get; private init; }

    /// <summary>The attribute with its schema, as <c>attributes</c> of a request names it.</summary>
    public string TopLevel => Schema is null ? Attribute : $"{Schema}:{Attribute}";

    /// <exception cref="FormatException">It is no path, or selects an element by something else than what it has.</exception>
    public static ValuePath Parse(string text)
    {
        var (open, close) = (text.IndexOf('[', StringComparison.Ordinal), text.LastIndexOf(']'));
        var head = open < 0 ? text : text[..open];
        var tail = open < 0 ? "" : close < open ? throw Wrong(text, "the bracket is not closed") : text[(close + 1)..];
        var colon = head.LastIndexOf(':');
        var (schema, name) = colon < 0 ? (null, head) : (head[..colon], head[(colon + 1)..]);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var sub = open >= 0 && tail.Length > 0 ? tail[0] is '.' ? tail[1..] : throw Wrong(text, "after the bracket only '.' and a name may follow")
            : dot < 0 ? null : name[(dot + 1)..];
        if (open < 0 && dot >= 0)
            name = name[..dot];
        if (!IsName(name) || (sub is not null && !IsName(sub)) || (schema is not null && !schema.StartsWith("urn:", StringComparison.OrdinalIgnoreCase)))
            throw Wrong(text, "write it as name.givenName, emails[type eq \"work\"].value or <schema's urn>:department");

        return new(text)
        {
            Schema = schema is null || IsCore(schema) ? null : schema,
            Attribute = name,
            Element = open < 0 ? [] : [.. Facts(text, text[(open + 1)..close])],
            Sub = sub,
        };
    }

    /// <returns>Null when the text is no path.</returns>
    public static ValuePath? TryParse(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>What stands there; of several elements that are meant, what the first one has.</summary>
    public JsonNode? Get(JsonObject resource)
    {
        var value = Schema is null ? Find(resource, Attribute) : Find(resource, Schema) is JsonObject extension ? Find(extension, Attribute) : null;
        if (value is JsonArray elements && (Element.Count > 0 || Sub is not null))
            value = elements.FirstOrDefault(IsMeant);
        return Sub is null ? value : value is JsonObject parts ? Find(parts, Sub) : null;
    }

    /// <summary>Writes a value, or takes it away, with what is left empty around it.</summary>
    /// <param name="value">It must not have a parent yet.</param>
    /// <param name="types">Whether the attribute is a list decides how a first value is put in.</param>
    public void Set(JsonObject resource, JsonNode? value, AttributeTypes types)
    {
        if (Schema is null)
        {
            SetIn(resource, value, types);
            return;
        }

        var extension = Find(resource, Schema) as JsonObject;
        if (extension is null && value is null)
            return;
        if (extension is null)
            Put(resource, Schema, extension = []);
        SetIn(extension, value, types);
        if (extension.Count == 0)
            Put(resource, Schema, null);
    }

    /// <summary>A property by its name in whatever case.</summary>
    public static JsonNode? Find(JsonObject json, string name) =>
        json.TryGetPropertyValue(name, out var exact) ? exact : json.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public override string ToString() => Text;

    void SetIn(JsonObject owner, JsonNode? value, AttributeTypes types)
    {
        var isList = Element.Count > 0 || types.IsMultiValued(this);
        if (!isList && Sub is null)
        {
            Put(owner, Attribute, value);
        }
        else if (!isList)
        {
            var parts = Find(owner, Attribute) as JsonObject;
            if (parts is null && value is null)
                return;
            if (parts is null)
                Put(owner, Attribute, parts = []);
            Put(parts, Sub!, value);
            if (parts.Count == 0)
                Put(owner, Attribute, null);
        }
        else if (Element.Count == 0 && Sub is null)
        {
            Put(owner, Attribute, value is null or JsonArray ? value : new JsonArray(types.IsComplex(this) && value is not JsonObject ? new JsonObject { ["value"] = value } : value));
        }
        else
        {
            SetInElement(owner, value);
        }
    }

    void SetInElement(JsonObject owner, JsonNode? value)
    {
        var elements = Find(owner, Attribute) as JsonArray;
        var meant = elements?.OfType<JsonObject>().FirstOrDefault(IsMeant);
        if (value is null)
        {
            if (meant is null)
                return;
            if (Sub is not null)
                Put(meant, Sub, null);
            // An element that says no more than which one it is says nothing.
            if (Sub is null || meant.All(p => p.Key is "primary" or "display" || Element.Any(f => f.Name.Equals(p.Key, StringComparison.OrdinalIgnoreCase))))
                elements!.Remove(meant);
            if (elements!.Count == 0)
                Put(owner, Attribute, null);
            return;
        }

        if (elements is null)
            Put(owner, Attribute, elements = []);
        if (meant is null)
            elements.Add(meant = new JsonObject(Element.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)f.Value.DeepClone()))));
        if (Sub is not null)
        {
            Put(meant, Sub, value);
        }
        else if (value is JsonObject parts)
        {
            foreach (var (name, part) in parts)
                Put(meant, name, part?.DeepClone());
        }
        else
        {
            Put(meant, "value", value);
        }
    }

    bool IsMeant(JsonNode? element) => element is JsonObject parts && Element.All(fact => Find(parts, fact.Name) is { } is_ && Same(is_, fact.Value));

    // type and the like are not case exact in the standard's schemas.
    static bool Same(JsonNode a, JsonNode b) => JsonNode.DeepEquals(a, b)
        || (a.GetValueKind() is System.Text.Json.JsonValueKind.String && b.GetValueKind() is System.Text.Json.JsonValueKind.String
            && string.Equals(a.GetValue<string>(), b.GetValue<string>(), StringComparison.OrdinalIgnoreCase));

    static void Put(JsonObject json, string name, JsonNode? value)
    {
        var key = json.ContainsKey(name) ? name : json.Select(p => p.Key).FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;
        if (value is null)
            json.Remove(key);
        else
            json[key] = value;
    }

    static IEnumerable<(string, JsonNode)> Facts(string path, string condition)
    {
        Filter filter;
        try
        {
            filter = FilterParser.Parse(condition, FilterLimits.Path, Tolerances.None);
        }
        catch (ScimException bad)
        {
            throw Wrong(path, bad.Message, bad);
        }

        return Facts(path, filter);
    }

    static IEnumerable<(string, JsonNode)> Facts(string path, Filter filter) => filter switch
    {
        Filter.And(var left, var right) => [.. Facts(path, left), .. Facts(path, right)],
        Filter.Compare(var name, _, Comparison.Eq, FilterLiteral.Quoted(var text, _)) => [(name, JsonValue.Create(text))],
        Filter.Compare(var name, _, Comparison.Eq, FilterLiteral.Boolean(var value, _)) => [(name, JsonValue.Create(value))],
        _ => throw Wrong(path, "an element that can be written is named by what it has: [type eq \"work\"], with 'and' between several"),
    };

    static bool IsCore(string schema) => schema.StartsWith("urn:ietf:params:scim:schemas:core:2.0:", StringComparison.OrdinalIgnoreCase);

    static bool IsName(string name) => name is "$ref" || (name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

    static FormatException Wrong(string text, string why, Exception? inner = null) => new($"'{text}' is not the path of an attribute: {why}.", inner);
}
