using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Scim.Bulk;

/// <summary>
/// Finds the references of an operation to what other operations create, and puts ids in their place (RFC 7644 section 3.7.2). A reference is
/// <c>bulkId:x</c>, or an address that ends in it, as the whole of a string or, in the path of a PATCH operation, as a quoted literal.
/// </summary>
/// <param name="types">Whose endpoints an address may name.</param>
sealed partial class BulkReferences(IReadOnlyCollection<ResourceType> types)
{
    const string Mark = "bulkId:";

    /// <summary>The bulkIds that the operation refers to, each once, in the order of their places.</summary>
    public IReadOnlyCollection<string> In(BulkOperation operation)
    {
        var found = new OrderedDictionary<string, bool>(StringComparer.Ordinal);
        if (operation.Id is { } id)
            Replaced(id, Add);
        if (operation.Data.ValueKind == JsonValueKind.Object && MayRefer(JsonMarshal.GetRawUtf8Value(operation.Data)))
            Rewritten(operation, operation.Tree(), Add);
        return found.Keys;

        string? Add(string bulkId)
        {
            found.TryAdd(bulkId, true);
            return null;
        }
    }

    /// <summary>The bulkIds within one value.</summary>
    public IReadOnlyCollection<string> In(JsonNode? value)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Rewrite(value, null, bulkId =>
        {
            found.Add(bulkId);
            return null;
        });
        return found;
    }

    /// <summary>The operation with ids in the place of bulkIds in its path.</summary>
    public BulkOperation WithPath(BulkOperation operation, Func<string, string> idOf) => operation.Id is { } id ? operation with { Id = Replaced(id, idOf) } : operation;

    /// <summary>The operation with ids in the place of bulkIds in its body.</summary>
    public BulkOperation WithBody(BulkOperation operation, Func<string, string> idOf) =>
        operation.Data.ValueKind == JsonValueKind.Object ? operation with { Data = JsonBody.Flat(Rewritten(operation, operation.Tree(), idOf)) } : operation;

    // Most operations refer to nothing, and this tells without looking closely; an escape could hide anything.
    static bool MayRefer(ReadOnlySpan<byte> json) => json.Contains((byte)'\\') || json.IndexOf("d:"u8) >= 0 || json.IndexOf("D:"u8) >= 0;

    /// <summary>Puts ids in the place of bulkIds in a body of the operation.</summary>
    /// <returns>The same body.</returns>
    public JsonObject Rewritten(BulkOperation operation, JsonObject body, Func<string, string?> idOf)
    {
        var secret = operation.Type?.PasswordAttribute;
        Rewrite(body, secret, idOf);
        if (operation.Verb != Verb.Patch || Member(body, "Operations") is not JsonArray changes)
            return body;
        foreach (var change in changes.OfType<JsonObject>())
        {
            var (name, path) = change.FirstOrDefault(m => string.Equals(m.Key, "path", StringComparison.OrdinalIgnoreCase));
            if (Text(path) is { } text && InLiterals(text, idOf) is var replaced && !ReferenceEquals(replaced, text))
                change[name] = replaced;
        }

        return body;
    }

    /// <summary>Replaces within a tree, in place.</summary>
    /// <param name="secret">An attribute whose values are never references: a password may begin as it likes.</param>
    void Rewrite(JsonNode? node, string? secret, Func<string, string?> idOf)
    {
        switch (node)
        {
            case JsonObject json:
                var setsSecret = secret is not null && string.Equals(Text(Member(json, "path")), secret, StringComparison.OrdinalIgnoreCase);
                for (var i = 0; i < json.Count; i++)
                {
                    var (name, value) = json.GetAt(i);
                    if (string.Equals(name, secret, StringComparison.OrdinalIgnoreCase) || (setsSecret && string.Equals(name, "value", StringComparison.OrdinalIgnoreCase)))
                        continue;
                    if (Text(value) is not { } text)
                        Rewrite(value, secret, idOf);
                    else if (Replaced(text, idOf) is var replaced && !ReferenceEquals(replaced, text))
                        json.SetAt(i, replaced);
                }

                break;
            case JsonArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    if (Text(array[i]) is not { } text)
                        Rewrite(array[i], secret, idOf);
                    else if (Replaced(text, idOf) is var replaced && !ReferenceEquals(replaced, text))
                        array[i] = replaced;
                }

                break;
            case JsonValue when Text(node) is { } alone:
                Replaced(alone, idOf);
                break;
            default:
                break;
        }
    }

    /// <returns>The same string when it is no reference, or none that has an id.</returns>
    string Replaced(string text, Func<string, string?> idOf)
    {
        var at = Start(text);
        return at >= 0 && text.Length > at + Mark.Length && idOf(text[(at + Mark.Length)..]) is { } id ? text[..at] + id : text;
    }

    int Start(string text)
    {
        if (text.StartsWith(Mark, StringComparison.OrdinalIgnoreCase))
            return 0;

        var at = text.IndexOf("/" + Mark, StringComparison.OrdinalIgnoreCase);
        return at >= 0 && types.Any(t => text.AsSpan(0, at).EndsWith(t.Endpoint, StringComparison.OrdinalIgnoreCase)) ? at + 1 : -1;
    }

    string InLiterals(string path, Func<string, string?> idOf)
    {
        if (!path.Contains(Mark, StringComparison.OrdinalIgnoreCase))
            return path;

        return Literal().Replace(path, literal =>
            Unquoted(literal.Value) is { } text && Replaced(text, idOf) is var replaced && !ReferenceEquals(replaced, text) ? $"\"{JsonEncodedText.Encode(replaced)}\"" : literal.Value);
    }

    static string? Unquoted(string literal)
    {
        try
        {
            return Text(JsonNode.Parse(literal));
        }
        catch (JsonException)
        {
            // The PATCH itself will say what is wrong with it.
            return null;
        }
    }

    // JsonBody has refused names that differ in letter case only.
    static JsonNode? Member(JsonObject json, string name) => json.FirstOrDefault(m => string.Equals(m.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    static string? Text(JsonNode? node) => node is JsonValue && node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""", RegexOptions.NonBacktracking)]
    private static partial Regex Literal();
}
