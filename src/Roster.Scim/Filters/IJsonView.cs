using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Resources;

namespace Roster.Scim.Filters;

/// <summary>A JSON value as filters look at it, whatever carries it: a tree, or the bytes of a document.</summary>
interface IJsonView<TSelf>
    where TSelf : struct, IJsonView<TSelf>, allows ref struct
{
    /// <summary><see cref="JsonValueKind.Null"/> also where there is none.</summary>
    JsonValueKind Kind { get; }

    /// <summary>The member of an object.</summary>
    TSelf Member(string name);

    /// <summary>Goes through the elements of an array, or the values of an object's members.</summary>
    /// <param name="at">0 to begin with; where to go on.</param>
    bool Next(ref int at, out TSelf child);

    /// <summary>The text of a string.</summary>
    string Text { get; }

    /// <summary>A number as it is written.</summary>
    string Digits { get; }
}

/// <summary>A value of a tree.</summary>
readonly struct NodeView(JsonNode? node) : IJsonView<NodeView>
{
    public JsonValueKind Kind => node?.GetValueKind() ?? JsonValueKind.Null;

    public NodeView Member(string name) => new(((JsonObject)node!)[name]);

    public bool Next(ref int at, out NodeView child)
    {
        var any = at < (node is JsonArray ? ((JsonArray)node).Count : ((JsonObject)node!).Count);
        child = any ? new(node is JsonArray array ? array[at] : ((JsonObject)node!).GetAt(at).Value) : default;
        at++;
        return any;
    }

    // What a rule derived may be a time or a GUID still, and becomes a text when it is written.
    public string Text => ((JsonValue)node!).TryGetValue<string>(out var text) ? text : JsonNode.Parse(node.ToJsonString())!.GetValue<string>();

    public string Digits => node!.ToJsonString();
}

/// <summary>A value within the bytes of a stored document.</summary>
readonly ref struct StoredView(ReadOnlySpan<byte> json) : IJsonView<StoredView>
{
    readonly ReadOnlySpan<byte> json = json;

    public JsonValueKind Kind => json.IsEmpty ? JsonValueKind.Null : json[0] switch
    {
        (byte)'"' => JsonValueKind.String,
        (byte)'{' => JsonValueKind.Object,
        (byte)'[' => JsonValueKind.Array,
        (byte)'t' => JsonValueKind.True,
        (byte)'f' => JsonValueKind.False,
        (byte)'n' => JsonValueKind.Null,
        _ => JsonValueKind.Number,
    };

    public StoredView Member(string name)
    {
        var written = name.AsSpan().ContainsAnyExcept(AsTheyAre) ? MemberSlots.AsWritten(name).EncodedUtf8Bytes : default;
        for (var members = new StoredJson(json); members.NextMember(out var member, out var value);)
        {
            if (written.IsEmpty ? Ascii.Equals(member, name) : member.SequenceEqual(written))
                return new(json[value]);
        }

        return default;
    }

    public bool Next(ref int at, out StoredView child)
    {
        var children = new StoredJson(json, at);
        var (any, value) = StoredJson.IsArray(json) ? (children.NextPlace(out var place), place) : (children.NextMember(out _, out place), place);
        child = any ? new(json[value]) : default;
        at = children.At;
        return any;
    }

    public string Text => json.Contains((byte)'\\') ? JsonSerializer.Deserialize<string>(json)! : Encoding.UTF8.GetString(json[1..^1]);

    public string Digits => Encoding.UTF8.GetString(json);

    // Names of attributes and of schemas are all of them, as RFC 7643 section 2.1 and RFC 8141 have them; nothing in these is escaped.
    static readonly SearchValues<char> AsTheyAre = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_$.:");
}
