using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Roster.Scim.Filters;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>A resource as one caller of one profile is shown it, as JSON: what filters are judged on and PATCH is applied to.</summary>
/// <param name="baseUrl">Scheme, host and port for absolute locations; may be empty where locations do not matter.</param>
public sealed class ResourceView(ScimProfile profile, Caller caller, string baseUrl)
{
    /// <summary>What absolute locations begin with.</summary>
    internal string BaseUrl => baseUrl;

    /// <summary>The document's attributes with the derived ones in place, without <c>id</c>, <c>schemas</c>, <c>meta</c>, members and memberships.</summary>
    public JsonObject Attributes(ResourceType type, Document document) => Attributes(type, document.ToJson());

    /// <summary>The same of the attributes of a document, in place.</summary>
    public JsonObject Attributes(ResourceType type, JsonObject attributes)
    {
        foreach (var rule in profile.RulesOf(type))
        {
            foreach (var member in rule.DerivedMembers)
                Derive(rule, member, attributes);
        }

        return attributes;
    }

    /// <summary>The whole resource; members and memberships as far as they are loaded.</summary>
    public JsonObject Whole(ResourceType type, Resource resource)
    {
        var json = Attributes(type, resource.Document);
        json["schemas"] = Schemas(type, json);
        json["id"] = resource.Key.Id;
        json["meta"] = Meta(type, resource);
        ShowMembers(type, resource, json);
        ShowMemberships(type, resource, json);
        return json;
    }

    internal void ShowMembers(ResourceType type, Resource resource, JsonObject json)
    {
        if (type.MembersAttribute is { } members && !resource.Members.IsDefault)
            json[members] = References(resource.Members, memberships: false);
    }

    internal void ShowMemberships(ResourceType type, Resource resource, JsonObject json)
    {
        if (type.MembershipsAttribute is { } memberships && !resource.Memberships.IsDefaultOrEmpty)
            json[memberships] = References(resource.Memberships, memberships: true);
    }

    /// <summary>What a rule shows for a member of the document; null for nothing.</summary>
    internal JsonNode? Derived(ResourceRule rule, string member, JsonNode? stored, JsonObject attributes) =>
        rule.Derive(member, stored, attributes, caller) is { } shown && shown is not (JsonArray { Count: 0 } or JsonObject { Count: 0 }) ? shown : null;

    internal string Location(ResourceType type, string id) => string.Concat([profile.AbsoluteLocations ? baseUrl : "", profile.LocationPrefix, type.Endpoint, "/", id]);

    internal string LocationStart(ResourceType type) => Location(type, "");

    // A number's digits, and what is around them.
    internal const int VersionLength = 32;

    internal string Version(long version)
    {
        Span<byte> text = stackalloc byte[VersionLength];
        return Encoding.UTF8.GetString(text[..FormatVersion(version, text)]);
    }

    internal string EntityTag(long version)
    {
        Span<byte> text = stackalloc byte[VersionLength];
        return Encoding.UTF8.GetString(text[..FormatEntityTag(version, text)]);
    }

    /// <param name="text">Of <see cref="VersionLength"/>.</param>
    /// <returns>How much of it the version takes.</returns>
    internal int FormatVersion(long version, Span<byte> text) => profile.QuotedVersions ? FormatEntityTag(version, text) : Format(version, text);

    int FormatEntityTag(long version, Span<byte> text)
    {
        var start = profile.WeakEntityTags ? "W/\""u8 : "\""u8;
        start.CopyTo(text);
        var length = start.Length + Format(version, text[start.Length..]);
        text[length] = (byte)'"';
        return length + 1;
    }

    static int Format(long version, Span<byte> text) => version.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture) ? length : throw new ArgumentException("There is no room for it.", nameof(text));

    internal static JsonArray Schemas(ResourceType type, JsonObject attributes) =>
        [.. type.Extensions.Select(e => e.Schema.Id).Where(attributes.ContainsKey).Prepend(type.Schema.Id).Select(urn => JsonValue.Create(urn))];

    internal JsonObject Meta(ResourceType type, Resource resource) => new()
    {
        ["resourceType"] = type.Name,
        ["created"] = ScimValue.FormatInstant(resource.Created),
        ["lastModified"] = ScimValue.FormatInstant(resource.LastModified),
        ["location"] = Location(type, resource.Key.Id),
        ["version"] = Version(resource.Version),
    };

    JsonArray References(IEnumerable<Member> references, bool memberships) => [.. references.Select(r => Reference(r, memberships))];

    /// <summary>A member or, of a member, a group.</summary>
    internal JsonObject Reference(Member member, bool membership)
    {
        var reference = new JsonObject { ["value"] = member.Value, ["type"] = ReferenceType(member, membership) };
        if (member.Type is not null && profile.Type(member.Type) is { } type)
            reference["$ref"] = Location(type, member.Value);
        if (member.Display is not null)
            reference["display"] = member.Display;
        return reference;
    }

    internal string? ReferenceType(Member member, bool membership) =>
        !membership || !profile.TellsIndirectMembership ? member.Type : member.Indirect ? "indirect" : "direct";

    internal void Derive(ResourceRule rule, string member, JsonObject attributes)
    {
        var stored = attributes[member];
        if (Derived(rule, member, stored?.DeepClone(), attributes) is { } shown)
            attributes[member] = shown;
        else
            attributes.Remove(member);
    }
}
