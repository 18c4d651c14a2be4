using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Roster.Probe.Conversations;

/// <summary>What stands for <c>{name}</c> in requests and expectations: what earlier answers gave, what the run gives, and the long names of schemas.</summary>
public sealed partial class Variables
{
    static readonly Dictionary<string, string> Schemas = new(StringComparer.Ordinal)
    {
        ["USER"] = "urn:ietf:params:scim:schemas:core:2.0:User",
        ["GROUP"] = "urn:ietf:params:scim:schemas:core:2.0:Group",
        ["ENT"] = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        ["GEN"] = "urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User",
        ["PATCHOP"] = "urn:ietf:params:scim:api:messages:2.0:PatchOp",
        ["LIST"] = "urn:ietf:params:scim:api:messages:2.0:ListResponse",
        ["ERROR"] = "urn:ietf:params:scim:api:messages:2.0:Error",
        ["SEARCH"] = "urn:ietf:params:scim:api:messages:2.0:SearchRequest",
        ["BULK"] = "urn:ietf:params:scim:api:messages:2.0:BulkRequest",
    };

    readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public string? this[string name]
    {
        get => values.TryGetValue(name, out var value) ? value : Schemas.GetValueOrDefault(name);
        set
        {
            if (value is null)
                values.Remove(name);
            else
                values[name] = value;
        }
    }

    /// <summary>Takes over what stands for names elsewhere, where nothing does here.</summary>
    public void Take(Variables others)
    {
        foreach (var (name, value) in others.values)
            values.TryAdd(name, value);
    }

    /// <summary>The names in a text that nothing stands for, of those that <paramref name="capturable"/> knows.</summary>
    public IEnumerable<string> Missing(string text, IReadOnlySet<string> capturable) =>
        Placeholder().Matches(text).Select(m => m.Groups["name"].Value).Where(name => this[name] is null && capturable.Contains(Series(name))).Distinct(StringComparer.Ordinal);

    /// <summary>Names that a repeated step gives are one series: <c>m{n}</c> gives <c>m1</c>, <c>m2</c> ….</summary>
    public static string Series(string name) => name.Replace("{n}", "", StringComparison.Ordinal).TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    public string Fill(string text) => Placeholder().Replace(text, found => this[found.Groups["name"].Value] ?? found.Value);

    public JsonNode Fill(JsonNode node) => node switch
    {
        JsonObject o => new JsonObject(o.Select(m => KeyValuePair.Create(Fill(m.Key), m.Value is null ? null : Fill(m.Value)))),
        JsonArray a => new JsonArray([.. a.Select(v => v is null ? null : Fill(v))]),
        JsonValue v when v.TryGetValue(out string? text) => JsonValue.Create(Fill(text)),
        _ => node.DeepClone(),
    };

    [GeneratedRegex(@"\{(?<name>[A-Za-z0-9]+)\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
