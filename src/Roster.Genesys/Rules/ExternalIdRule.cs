using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Genesys.Rules;

/// <summary>
/// Each OAuth client has an externalId of its own for a user. It is kept as an entry of the extension's <c>externalIds</c> whose authority
/// names the client; the stored <c>externalId</c> is the one that was written last, and is shown to clients that have none.
/// Entries of clients are ours to write, all others the clients'.
/// </summary>
public sealed class ExternalIdRule : ResourceRule
{
    /// <summary>What the authority of a client's entry begins with.</summary>
    public const string ClientAuthority = "x-pc:scimv2:v1";

    const string ExternalId = "externalId";
    const string ExternalIds = "externalIds";

    public override string ResourceType => "User";

    public override IReadOnlyList<string> DerivedMembers => [ExternalId];

    public override IReadOnlyList<string> DerivedFrom => [GenesysSchemas.ExtensionUrn];

    public override JsonNode? Derive(string member, JsonNode? stored, JsonObject attributes, Caller caller) =>
        Entries(attributes).Find(e => IsOf(e, caller))?["value"]?.DeepClone() ?? stored;

    public override IReadOnlyList<AttributePath>? AlsoStoredAs(AttributePath path) =>
        string.Equals(path.ToString(), ExternalId, StringComparison.Ordinal)
            ? [GenesysResourceTypes.User.Path(ExternalIds, "value", GenesysSchemas.ExtensionUrn)]
            : [];

    public override void Complete(ProposedWrite write)
    {
        var proposed = Entries(write.Attributes);
        if (write.Kind == WriteKind.Patch)
            RequireClientsEntriesUntouched(proposed, Entries(write.Before));

        var others = proposed.Where(e => !IsClients(e) && !IsTakenAway(e, write)).ToList();
        Check(others);

        var isNew = write.Kind is WriteKind.Create or WriteKind.Revive;
        var clients = isNew ? [] : Entries(write.StoredBefore).Where(IsClients).ToList();
        var externalId = write.Attributes.Text(ExternalId);

        // A client that sends back what it was shown has set nothing, though another client's value may be the stored one.
        if (!isNew && string.Equals(externalId, write.Before.Text(ExternalId), StringComparison.Ordinal))
            write.Attributes.Assign(ExternalId, write.StoredBefore.Text(ExternalId));
        else
            Set(clients, externalId, write.Caller);

        Assign(write.Attributes, [.. others, .. clients]);
    }

    static void Set(List<JsonObject> clients, string? externalId, Caller caller)
    {
        var own = clients.FindIndex(e => IsOf(e, caller));
        var entry = externalId is null ? null : new JsonObject { ["authority"] = Authority(caller), ["value"] = externalId };
        if (own >= 0 && entry is not null)
            clients[own] = entry;
        else if (own >= 0)
            clients.RemoveAt(own);
        else if (entry is not null)
            clients.Add(entry);
    }

    static void Assign(JsonObject attributes, List<JsonObject> entries)
    {
        var extension = attributes.Extension(GenesysSchemas.ExtensionUrn);
        if (extension is null)
        {
            if (entries.Count == 0)
                return;
            attributes[GenesysSchemas.ExtensionUrn] = extension = [];
        }

        extension.Assign(ExternalIds, entries);
        if (extension.Count == 0)
            attributes.Remove(GenesysSchemas.ExtensionUrn);
    }

    static void RequireClientsEntriesUntouched(List<JsonObject> proposed, List<JsonObject> before)
    {
        var missing = before.Where(IsClients).ToList();
        foreach (var entry in proposed.Where(IsClients))
        {
            if (missing.FindIndex(e => JsonNode.DeepEquals(e, entry)) is var known and >= 0)
                missing.RemoveAt(known);
            else
                throw NotYours(entry);
        }

        // A list put in place of the old one need not repeat them; but where nothing else has changed, the operation was aimed at them.
        if (missing.Count > 0 && AttributeValues.Same(proposed.Where(e => !IsClients(e)), before.Where(e => !IsClients(e))))
            throw NotYours(missing[0]);
    }

    static ScimException NotYours(JsonObject entry) =>
        ScimError.Mutability($"{Path}: the entry '{ScimError.Quote(entry.Text("authority") ?? "")}' follows a client's externalId and cannot be changed here; set externalId.").ToException();

    // Entra ID clears or removes externalIds[authority eq "x"].value, which leaves an authority that says nothing. So the schema does not call it required.
    static bool IsTakenAway(JsonObject entry, ProposedWrite write) =>
        write.Kind == WriteKind.Patch && entry.Text("value") is null &&
        Entries(write.Before).Exists(e => string.Equals(e.Text("authority"), entry.Text("authority"), StringComparison.Ordinal));

    static void Check(List<JsonObject> entries)
    {
        var authorities = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            var authority = entries[i].Text("authority") ?? throw Invalid(i, "'authority' is required.");
            if (entries[i].Text("value") is null)
                throw Invalid(i, $"'value' is required; to take '{ScimError.Quote(authority)}' away, remove {ExternalIds}[authority eq \"…\"].");
            if (!authorities.Add(authority))
                throw Invalid(i, $"there is an entry of '{ScimError.Quote(authority)}' already; replace {ExternalIds}[authority eq \"…\"].value.");
        }
    }

    static ScimException Invalid(int position, string detail) => ScimError.InvalidValue($"{Path}, value {position + 1}: {detail}").ToException();

    const string Path = $"{GenesysSchemas.ExtensionUrn}:{ExternalIds}";

    static List<JsonObject> Entries(JsonObject? attributes) => attributes.Extension(GenesysSchemas.ExtensionUrn).Values(ExternalIds);

    static bool IsClients(JsonObject entry) => entry.Text("authority")?.StartsWith(ClientAuthority, StringComparison.OrdinalIgnoreCase) == true;

    static bool IsOf(JsonObject entry, Caller caller) => string.Equals(entry.Text("authority"), Authority(caller), StringComparison.Ordinal);

    static string Authority(Caller caller) => $"{ClientAuthority}:{caller.ClientId}";
}
