using System.Text.Json.Nodes;
using Roster.Attributes;
using Roster.Client;
using Roster.Output;

namespace Roster.Commands;

/// <summary>Finds the resource that somebody names: by its id, or by what people call it.</summary>
static class NamedResource
{
    /// <param name="attributes">What of it is needed beside id and name; null is all.</param>
    /// <exception cref="CommandException">There is none, or there are several.</exception>
    public static async Task<JsonObject> FindAsync(
        ScimService service, ResourceKind kind, string text, IReadOnlyList<string>? attributes, CancellationToken cancel, IReadOnlyList<string>? excluded = null) =>
        await FindOrNullAsync(service, kind, text, attributes, cancel, excluded)
            ?? throw new CommandException(
                $"There is no {kind.Word} with the id or the {kind.NameAttribute} '{text}'. See which there are: roster {kind.Endpoint.ToLowerInvariant()} list --filter '{kind.NameAttribute} sw \"{text[..Math.Min(3, text.Length)]}\"'.",
                RosterCommand.NotFound);

    /// <returns>Null when there is none.</returns>
    /// <exception cref="CommandException">There are several.</exception>
    public static async Task<JsonObject?> FindOrNullAsync(
        ScimService service, ResourceKind kind, string text, IReadOnlyList<string>? attributes, CancellationToken cancel, IReadOnlyList<string>? excluded = null)
    {
        var resources = service.Objects(kind.Endpoint);
        // What looks like an id is looked for as one first; a name may look like that all the same.
        return Guid.TryParse(text, out _) ? await ByIdAsync() ?? await ByNameAsync() : await ByNameAsync() ?? await ByIdAsync();

        async Task<JsonObject?> ByIdAsync()
        {
            try
            {
                return text is "." or ".." ? null : (await resources.GetAsync(text, attributes: attributes, excludedAttributes: excluded, cancel: cancel)).Value;
            }
            catch (ScimException missing) when (missing.Status is 404 or 400)
            {
                return null;
            }
        }

        async Task<JsonObject?> ByNameAsync()
        {
            var query = new ScimQuery { Filter = ScimFilter.Equal(kind.NameAttribute, text), Attributes = attributes is null ? null : [.. attributes, kind.NameAttribute], ExcludedAttributes = excluded, Count = 10 };
            var found = (await resources.ListAsync(query, cancel)).Value.Resources;
            return found is [] ? null : found is [var one] ? one : throw new CommandException(
                $"{found.Count} {kind.Endpoint.ToLowerInvariant()} have the {kind.NameAttribute} '{text}': {string.Join(", ", found.Select(Id))}. Name the one that is meant by its id.", RosterCommand.Conflict);
        }
    }

    /// <summary>The id that the server gave it.</summary>
    public static string Id(JsonObject resource) => (string?)resource["id"] ?? throw new CommandException("The server answered with a resource that has no id.", RosterCommand.Failed);

    /// <summary>What it is called in a sentence.</summary>
    public static string Called(ResourceKind kind, JsonObject resource) => CellText.Of(ValuePath.Find(resource, kind.NameAttribute)) is { Length: > 0 } name ? name : Id(resource);
}
