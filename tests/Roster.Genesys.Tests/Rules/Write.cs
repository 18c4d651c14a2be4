using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Messages;
using Xunit;

namespace Roster.Genesys.Tests.Rules;

/// <summary>Runs rules on documents written as JSON, as the use cases do: what was stored is shown, changed, and completed.</summary>
static class Write
{
    public const string Enterprise = Urn.EnterpriseUser;
    public const string Extension = GenesysSchemas.ExtensionUrn;

    public static Caller Client(string id) => new(new TenantId(1), id, [], "correlation");

    /// <param name="json">JSON in which <c>"ENT"</c> and <c>"EXT"</c> stand for the URNs of the extensions.</param>
    public static JsonObject Json(string json) => JsonNode.Parse(json.Replace("\"ENT\"", $"\"{Enterprise}\"", StringComparison.Ordinal).Replace("\"EXT\"", $"\"{Extension}\"", StringComparison.Ordinal))!.AsObject();

    public static JsonObject Create(ResourceRule rule, string attributes, WriteKind kind = WriteKind.Create, string client = "a")
    {
        var proposed = Json(attributes);
        rule.Complete(new ProposedWrite(kind, proposed, null, null, Client(client)));
        return proposed;
    }

    /// <param name="change">What the request makes of the attributes as they are shown (PATCH) or stored (PUT).</param>
    public static JsonObject Change(ResourceRule rule, WriteKind kind, string stored, Action<JsonObject> change, string client = "a")
    {
        var storedBefore = Json(stored);
        var before = Show(rule, stored, client);
        var proposed = kind == WriteKind.Patch ? before.DeepClone().AsObject() : storedBefore.DeepClone().AsObject();
        change(proposed);
        rule.Complete(new ProposedWrite(kind, proposed, new Lazy<JsonObject>(before), storedBefore, Client(client)));
        return proposed;
    }

    public static JsonObject Show(ResourceRule rule, string stored, string client = "a")
    {
        var (all, shown) = (Json(stored), Json(stored));
        foreach (var member in rule.DerivedMembers)
        {
            var value = rule.Derive(member, all[member]?.DeepClone(), all, Client(client));
            shown.Remove(member);
            if (value is not null)
                shown[member] = value.Parent is null ? value : value.DeepClone();
        }

        return shown;
    }

    public static void Equal(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(Json(expected), actual), $"expected {Json(expected).ToJsonString()}\nbut was  {actual?.ToJsonString()}");

    public static ScimError Refused(string scimType, Action write)
    {
        var error = Assert.Throws<ScimException>(write).Error;
        Assert.Equal((400, scimType), (error.Status, error.ScimType));
        return error;
    }
}
