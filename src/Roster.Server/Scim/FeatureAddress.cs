using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Roster.Scim;

namespace Roster.Server.Scim;

/// <summary>An address that a feature has to itself.</summary>
/// <param name="Name">The feature and its clause, for people.</param>
/// <param name="Path">Below each prefix; empty for the prefix itself.</param>
/// <param name="Methods">The methods that the feature answers; others are 405.</param>
sealed record FeatureAddress(Features Feature, string Name, string Path, params ImmutableArray<string> Methods)
{
    const string Searching = "Searching by POST (RFC 7644 section 3.4.3)";

    /// <summary>The addresses on a surface. Of a feature that it lacks they say so.</summary>
    public static IEnumerable<FeatureAddress> Of(ScimProfile profile) =>
    [
        new(Features.Bulk, "Bulk (RFC 7644 section 3.7)", "/Bulk", HttpMethods.Post),
        new(Features.Search | Features.AllTypes, Searching, "/.search", HttpMethods.Post),
        .. profile.ResourceTypes.Select(type => new FeatureAddress(Features.Search, Searching, type.Endpoint + "/.search", HttpMethods.Post)),
        new(Features.AllTypes, "Asking for all resource types at once (RFC 7644 section 3.4.2.1)", "", HttpMethods.Get),
        new(Features.Me, "The alias for the caller's own user (RFC 7644 section 3.11)", "/Me", HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete),
        .. profile.ResourceTypes.Where(type => type.MembersAttribute is not null)
            .Select(type => new FeatureAddress(Features.MemberPages, "Members as a list", $"{type.Endpoint}/{{id}}/{type.MembersAttribute}", HttpMethods.Get)),
    ];
}
