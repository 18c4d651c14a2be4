namespace Roster.Scim.Resources;

/// <summary>The directories of all tenants. The only way to resources is through one tenant's store.</summary>
public interface IDirectory
{
    IResourceStore For(TenantId tenant);
}

/// <summary>
/// The resources of one tenant. A store cannot be had without naming the tenant, so no query can forget it.
/// An answered write is durable; a read sees every write that was answered before it began.
/// </summary>
public interface IResourceStore
{
    ValueTask<Resource?> FindAsync(ResourceKey key, Load load, CancellationToken cancel) => FindAsync(key, load, memory: null, cancel);

    /// <param name="memory">Where its document may be read to; null for memory of its own.</param>
    ValueTask<Resource?> FindAsync(ResourceKey key, Load load, DocumentMemory? memory, CancellationToken cancel);

    /// <summary>The version that a resource has; null when it is not there. For who wants to know no more, and reads nothing of the resource.</summary>
    ValueTask<long?> FindVersionAsync(ResourceKey key, CancellationToken cancel);

    /// <exception cref="Messages.ScimException"><c>tooMany</c> when more resources would have to be looked through than the query allows.</exception>
    Task<ResourcePage> QueryAsync(ResourceQuery query, CancellationToken cancel);

    /// <returns>Null when there is no such group.</returns>
    /// <exception cref="Messages.ScimException"><c>tooMany</c> when more members would have to be looked through than the query allows.</exception>
    Task<MemberPage?> MembersAsync(ResourceKey group, MemberQuery query, CancellationToken cancel);

    /// <summary>The names of resources of one type, by id. One that is not there, has no name or belongs to another tenant is left out, all alike.</summary>
    Task<IReadOnlyDictionary<string, string>> NamesAsync(string type, IReadOnlyCollection<string> ids, CancellationToken cancel);

    /// <summary>Writes a change and its log entry together. A create is a change from nothing.</summary>
    /// <returns>
    /// What really changed, or null when the stored version is no longer <see cref="ResourceChange.ExpectedVersion"/>.
    /// </returns>
    /// <exception cref="Messages.ScimException">
    /// 404 when the resource is gone; 409 <c>uniqueness</c> when the unique value is taken; 400 <c>invalidValue</c> when a member to add does not exist
    /// (or is of another type than said) in this tenant.
    /// </exception>
    Task<ResourceChange?> TrySaveAsync(ResourceChange change, Caller caller, CancellationToken cancel);

    /// <summary>Those of the uses whose name the tenant's catalogue does not hold. Names compare case-sensitively.</summary>
    Task<IReadOnlyList<CatalogueUse>> MissingFromCatalogueAsync(IReadOnlyCollection<CatalogueUse> uses, CancellationToken cancel);
}
