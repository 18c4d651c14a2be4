using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Roster.Scim;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Server.Options;

namespace Roster.Server.Scim;

/// <summary>
/// Answers with many members, kept as they were written. Whoever asks again gets the same bytes as long as the version that is stored is theirs, and a change of members is
/// a new version. If members changed while an answer was written, its version is that of before, which is never stored again.
/// </summary>
sealed class LargeAnswers(LimitOptions limits) : IDisposable
{
    // One alone never takes most of the room.
    const int MostOfRoom = 4;

    static readonly TimeSpan KeptUnused = TimeSpan.FromMinutes(10);

    readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = Math.Max(1, limits.KeptAnswerBytes), CompactionPercentage = 0.25 });

    /// <summary>Where the answer to a request would be kept; null when it is another for each, or tells what is no part of the resource's version.</summary>
    public Place? PlaceOf(SurfaceRequest request, ResourceType type, string id, Projection projection) =>
        limits.KeptAnswerBytes > 0 && type is { MembersAttribute: not null, MembershipsAttribute: null } && ReferenceEquals(projection, Projection.Default(type))
        && !projection.Load.HasFlag(Load.Names) && request.Profile.Rules.All(rule => rule.ResourceType != type.Name)
            ? new Place(request.Caller.Tenant, request.Profile, type.Name, id, request.Representation.BaseUrl)
            : null;

    public LargeAnswer? Find(Place place) => kept.Get<LargeAnswer>(place);

    /// <summary>Begins to take along what is written.</summary>
    public LargeAnswer Begin(long version) => new(version, Math.Max(1, limits.KeptAnswerBytes / MostOfRoom));

    public void Keep(Place place, LargeAnswer answer)
    {
        if (answer.IsWhole)
            kept.Set(place, answer, new MemoryCacheEntryOptions { Size = answer.Memory, SlidingExpiration = KeptUnused });
    }

    public void Dispose() => kept.Dispose();

    /// <param name="Profile">With the organization's settings and schemas: when they change it is another one.</param>
    /// <param name="BaseUrl">What its locations begin with.</param>
    public sealed record Place(TenantId Tenant, ScimProfile Profile, string Type, string Id, string BaseUrl)
    {
        public bool Equals(Place? other) =>
            other is not null && Tenant == other.Tenant && ReferenceEquals(Profile, other.Profile) && string.Equals(Id, other.Id, StringComparison.Ordinal)
            && string.Equals(Type, other.Type, StringComparison.Ordinal) && string.Equals(BaseUrl, other.BaseUrl, StringComparison.Ordinal);

        public override int GetHashCode() => HashCode.Combine(Tenant, RuntimeHelpers.GetHashCode(Profile), string.GetHashCode(Id, StringComparison.Ordinal));
    }
}

/// <summary>The bytes of one answer, in pieces.</summary>
/// <param name="version">The version of the resource that it shows.</param>
/// <param name="most">Beyond so many bytes it is not kept.</param>
sealed class LargeAnswer(long version, long most)
{
    readonly List<ArraySegment<byte>> pieces = [];

    public long Version => version;

    public long Length { get; private set; }

    /// <summary>Bytes of memory that it takes.</summary>
    public long Memory { get; private set; }

    /// <summary>Whether all of it is here.</summary>
    public bool IsWhole => Memory <= most;

    /// <param name="piece">Its own from now on: nobody writes to it any more.</param>
    public void Add(ArraySegment<byte> piece)
    {
        Length += piece.Count;
        Memory += piece.Array!.Length;
        if (IsWhole)
            pieces.Add(piece);
        else
            pieces.Clear();
    }

    /// <summary>Sends it, no faster than the client takes it.</summary>
    public async Task SendAsync(HttpResponse response, CancellationToken cancel)
    {
        foreach (var piece in pieces)
            await response.BodyWriter.WriteAsync(piece, cancel);
    }
}
