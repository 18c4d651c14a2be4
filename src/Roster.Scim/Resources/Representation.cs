using System.Text.Json;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>Writes resources as one caller of one profile sees them. A door shows the attributes and sub-attributes of its own schemas and no others.</summary>
/// <param name="baseUrl">Scheme, host and port that the client uses, without a trailing slash; only absolute locations need it.</param>
/// <remarks>For one request: it is used by one thread at a time.</remarks>
public sealed class Representation(ScimProfile profile, Caller caller, string baseUrl)
{
    /// <summary>Scheme, host and port of absolute locations; empty where there are none.</summary>
    public string BaseUrl => baseUrl;

    readonly ResourceView view = new(profile, caller, baseUrl);

    /// <summary>The value of <c>meta.location</c> and of the <c>Location</c> header.</summary>
    public string Location(ResourceType type, string id) => view.Location(type, id);

    /// <summary>The value of <c>meta.version</c>.</summary>
    public string Version(long version) => view.Version(version);

    /// <summary>The value of the <c>ETag</c> header.</summary>
    public string EntityTag(long version) => view.EntityTag(version);

    /// <summary>Writes one resource object; its members as far as they are loaded.</summary>
    public void Write(Utf8JsonWriter writer, Resource resource, ResourceType type, Projection projection)
    {
        using var splice = new ResourceSplice(SplicePlan.Of(profile, type, projection), profile, view, writer, resource, type);
        splice.Begin();
        splice.End();
    }

    /// <summary>Writes one resource object and all its members.</summary>
    /// <param name="send">Sends of what is written what is worth it; called after each piece of further members. While it does, the next piece is read.</param>
    public async Task WriteAsync(Utf8JsonWriter writer, Resource resource, ResourceType type, Projection projection, Func<Task> send, CancellationToken cancel)
    {
        using var splice = new ResourceSplice(SplicePlan.Of(profile, type, projection), profile, view, writer, resource, type);
        splice.Begin();
        if (splice.HasOpenMembers)
        {
            var sending = Task.CompletedTask;
            try
            {
                await foreach (var piece in resource.FurtherMembers!.WithCancellation(cancel).ConfigureAwait(false))
                {
                    await sending.ConfigureAwait(false);
                    splice.WriteMembers(piece);
                    sending = send();
                }
            }
            finally
            {
                // Nobody may be left sending when the answer is over, be it because the next piece could not be read.
                await sending.ConfigureAwait(false);
            }
        }

        splice.End();
    }

    /// <summary>Writes one member of a group with all that there is to it.</summary>
    public void WriteMember(Utf8JsonWriter writer, Member member) => view.Reference(member, membership: false).WriteTo(writer);
}
