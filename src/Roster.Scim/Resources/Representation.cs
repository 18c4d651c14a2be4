using System.Text.Json;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>Writes resources as one caller of one profile sees them. A door shows the attributes and sub-attributes of its own schemas and no others.</summary>
/// <param name="baseUrl">Scheme, host and port that the client uses, without a trailing slash; only absolute locations need it.</param>
public sealed class Representation(ScimProfile profile, Caller caller, string baseUrl)
{
    /// <summary>Scheme, host and port of absolute locations; empty where there are none.</summary>
    public string BaseUrl => baseUrl;

    readonly ResourceView view = new(profile, caller, baseUrl);

    /// <summary>The value of <c>meta.location</c> and of the <c>Location</c> header.</summary>
    public string Location(ResourceType type, string id) => view.Location(type, id);

    /// <summary>The value of the <c>ETag</c> header.</summary>
    public string EntityTag(long version) => view.EntityTag(version);

    /// <summary>Writes one resource object.</summary>
    public void Write(Utf8JsonWriter writer, Resource resource, ResourceType type, Projection projection) =>
        new ResourceSplice(profile, view, writer, resource, type, projection).Write();
}
