using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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
        Visit(operation, bulkId =>
        {
            found.TryAdd(bulkId, true);
            return null;
        });
        return found.Keys;
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

    /// <summary>The operation with ids in the place of bulkIds.</summary>
    public BulkOperation Resolve(BulkOperation operation, Func<string, string> idOf)
    {
        var resolved = operation with { Id = operation.Id is null ? null : Replaced(operation.Id, idOf), Data = operation.Data?.DeepClone().AsObject() };
        Visit(resolved, idOf);
        return resolved;
    }

    void Visit(BulkOperation operation, Func<string, string?> idOf)
    {
        if (operation.Id is { } id)
            Replaced(id, idOf);
        if (operation.Data is null)
            return;

        var secret = operation.Type?.PasswordAttribute;
        Rewrite(operation.Data, secret, idOf);
        if (operation.Verb != Verb.Patch || BulkOperation.Member(operation.Data, "Operations") is not JsonArray changes)
            return;
        foreach (var change in changes.OfType<JsonObject>())
        {
            var (name, path) = change.FirstOrDefault(m => string.Equals(m.Key, "path", StringComparison.OrdinalIgnoreCase));
            if (BulkOperation.Text(path) is { } text && InLiterals(text, idOf) is var replaced && !ReferenceEquals(replaced, text))
                change[name] = replaced;
        }
    }

    /// <summary>Replaces within a tree, in place.</summary>
    /// <param name="secret">An attribute whose values are never references: a password may begin as it likes.</param>
    void Rewrite(JsonNode? node, string? secret, Func<string, string?> idOf)
    {
        switch (node)
        {
            case JsonObject json:
                var setsSecret = secret is not null && string.Equals(BulkOperation.Text(BulkOperation.Member(json, "path")), secret, StringComparison.OrdinalIgnoreCase);
                for (var i = 0; i < json.Count; i++)
                {
                    var (name, value) = json.GetAt(i);
                    if (string.Equals(name, secret, StringComparison.OrdinalIgnoreCase) || (setsSecret && string.Equals(name, "value", StringComparison.OrdinalIgnoreCase)))
                        continue;
                    if (BulkOperation.Text(value) is not { } text)
                        Rewrite(value, secret, idOf);
                    else if (Replaced(text, idOf) is var replaced && !ReferenceEquals(replaced, text))
                        json.SetAt(i, replaced);
                }

                break;
            case JsonArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    if (BulkOperation.Text(array[i]) is not { } text)
                        Rewrite(array[i], secret, idOf);
                    else if (Replaced(text, idOf) is var replaced && !ReferenceEquals(replaced, text))
                        array[i] = replaced;
                }

                break;
            case JsonValue when BulkOperation.Text(node) is { } alone:
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
            Text(literal.Value) is { } text && Replaced(text, idOf) is var replaced && !ReferenceEquals(replaced, text) ? $"\"{JsonEncodedText.Encode(replaced)}\"" : literal.Value);
    }

    static string? Text(string literal)
    {
        try
        {
            return BulkOperation.Text(JsonNode.Parse(literal));
        }
        catch (JsonException)
        {
            // The PATCH itself will say what is wrong with it.
            return null;
        }
    }

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""", RegexOptions.NonBacktracking)]
    private static partial Regex Literal();
}
