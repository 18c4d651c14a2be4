using Roster.Client;
using Roster.Server.Options;

namespace Roster.Contexts;

/// <summary>Where a SCIM service is, as people name it.</summary>
static class ServerAddress
{
    /// <summary>The services of a server that is named by its host alone, with what comes after the host.</summary>
    public static IReadOnlyDictionary<string, string> Surfaces { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["standard"] = "/scim/v2",
        ["genesys"] = "/api/v2/scim/v2",
    };

    /// <param name="text">An address with the service's path, or of the server alone, to which the surface's path is added.</param>
    /// <exception cref="OptionsException">It is no address.</exception>
    public static Uri Parse(string text, string option, string? surface = null)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url is not { UserInfo: "", Query: "", Fragment: "" })
            throw new OptionsException($"{option}: '{text}' is not an http or https address such as https://scim.example.org/scim/v2.");
        if (url.AbsolutePath is not "/")
            return surface is null ? new Uri(url.AbsoluteUri.TrimEnd('/')) : throw new OptionsException($"{option}: '{text}' has a path already, so there is no surface to choose.");
        return Surfaces.TryGetValue(surface ?? "standard", out var path) ? new Uri(url, path)
            : throw new OptionsException($"--surface: '{surface}' is not one of {string.Join(", ", Surfaces.Keys)}; other services are named by their whole address.");
    }

    /// <exception cref="OptionsException">It is no region.</exception>
    public static GenesysRegion Region(string domain)
    {
        try
        {
            return new GenesysRegion(domain);
        }
        catch (ArgumentException bad)
        {
            throw new OptionsException($"--region: '{domain}' is not the domain of a region, such as mypurecloud.ie.", bad);
        }
    }
}
