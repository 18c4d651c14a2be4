using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>What the change log keeps of an effective change, as JSON. It never sees a password, only that one was set.</summary>
static class ChangeDelta
{
    /// <param name="memberships">For a delete: the groups that the resource was a member of; for a restore: those that it is in again.</param>
    public static string Of(ResourceChange change, ImmutableArray<string> memberships = default)
    {
        if (change is { Attributes.IsEmpty: true, Members.IsEmpty: true, PasswordHash: null } && memberships.IsDefault)
            return "{}";

        // At once as large as many ids will make it: growing would take as much again.
        var ids = change.Members.Add.Length + change.Members.Remove.Length + (memberships.IsDefault ? 0 : memberships.Length);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256 + (ids * 40));
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            WriteAttributes(writer, change.Attributes);
            if (!change.Members.IsEmpty)
            {
                writer.WriteStartObject("members");
                WriteIds(writer, "add", change.Members.Add.Select(m => m.Value));
                WriteIds(writer, "remove", change.Members.Remove);
                writer.WriteEndObject();
            }

            if (change.PasswordHash is not null)
                writer.WriteBoolean("passwordChanged", true);
            if (!memberships.IsDefault)
                WriteIds(writer, "memberships", memberships);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>What a delete's delta says of the groups that the resource was in and of the members that it had.</summary>
    public static (ImmutableArray<string> Groups, ImmutableArray<string> Members) Links(string? delta)
    {
        if (delta is null)
            return ([], []);
        using var json = JsonDocument.Parse(delta);
        return (Ids(json.RootElement, "memberships"), json.RootElement.TryGetProperty("members", out var members) ? Ids(members, "remove") : []);
    }

    /// <summary>All ids that a delta mentions.</summary>
    public static IEnumerable<string> IdsIn(string delta)
    {
        using var json = JsonDocument.Parse(delta);
        var ids = Ids(json.RootElement, "memberships");
        return json.RootElement.TryGetProperty("members", out var members) ? [.. ids, .. Ids(members, "add"), .. Ids(members, "remove")] : ids;
    }

    static ImmutableArray<string> Ids(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var ids) ? [.. ids.EnumerateArray().Select(id => id.GetString()!)] : [];

    static void WriteAttributes(Utf8JsonWriter writer, ImmutableArray<AttributeChange> attributes)
    {
        if (attributes.IsDefaultOrEmpty)
            return;

        writer.WriteStartArray("attributes");
        foreach (var attribute in attributes)
        {
            writer.WriteStartObject();
            writer.WriteString("path", attribute.Path);
            if (attribute.From is not null)
            {
                writer.WritePropertyName("from");
                attribute.From.WriteTo(writer);
            }

            if (attribute.To is not null)
            {
                writer.WritePropertyName("to");
                attribute.To.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    static void WriteIds(Utf8JsonWriter writer, string name, IEnumerable<string> ids)
    {
        writer.WriteStartArray(name);
        foreach (var id in ids)
            writer.WriteStringValue(id);
        writer.WriteEndArray();
    }

    static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
