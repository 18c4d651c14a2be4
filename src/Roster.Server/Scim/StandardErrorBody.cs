using System.Globalization;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;

namespace Roster.Server.Scim;

/// <summary>The error message of RFC 7644 section 3.12, whatever failed: a client of the standard knows no other.</summary>
public static class StandardErrorBody
{
    /// <param name="correlationId">Told by the header of every answer, so not again here.</param>
    public static JsonObject Render(ScimError error, string correlationId)
    {
        var body = new JsonObject
        {
            ["schemas"] = new JsonArray(Urn.Error),
            ["status"] = error.Status.ToString(CultureInfo.InvariantCulture),
        };
        if (error.ScimType is not null)
            body["scimType"] = error.ScimType;
        body["detail"] = error.Detail;
        if (!error.Offenders.IsEmpty)
            body["offenders"] = new JsonArray([.. error.Offenders.Select(o => new JsonObject { ["resourceType"] = o.ResourceType, ["id"] = o.Id, ["problem"] = o.Problem })]);
        return body;
    }
}
