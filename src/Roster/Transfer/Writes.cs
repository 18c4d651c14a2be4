using System.Text.Json.Nodes;
using Roster.Attributes;
using Roster.Client;

namespace Roster.Transfer;

/// <summary>Carries changes out: in bulk jobs as long as the server lets them be, or by single requests where it has no bulk.</summary>
sealed class Writes
{
    const int AtOnce = 4;

    readonly ScimService service;
    readonly ResourceKind kind;
    readonly ScimServiceProviderConfigBulkFeature? bulk;
    readonly bool patches;

    Writes(ScimService service, ResourceKind kind, ScimServiceProviderConfigBulkFeature? bulk, bool patches) => (this.service, this.kind, this.bulk, this.patches) = (service, kind, bulk, patches);

    /// <summary>Whether there are bulk jobs.</summary>
    public bool IsBulk => bulk is not null;

    /// <summary>How many changes are well done together.</summary>
    public int BatchSize => bulk is null ? 50 : Math.Clamp(bulk.MaxOperations ?? 500, 1, 500);

    public static Writes By(ScimService service, ResourceKind kind, ScimServiceProviderConfig? configuration) =>
        new(service, kind, configuration?.Bulk is { Supported: true, MaxOperations: null or > 0 } bulk ? bulk : null, configuration?.Patch?.Supported ?? true);

    /// <summary>Carries changes out.</summary>
    /// <returns>For each change what went wrong, null when nothing did, in the changes' order.</returns>
    /// <exception cref="ScimException">The server did not take them as a whole; nothing or all of it may be done.</exception>
    public Task<Rejection?[]> ApplyAsync(IReadOnlyList<Change> changes, CancellationToken cancel) => bulk is null ? SinglyAsync(changes, cancel) : TogetherAsync(changes, bulk, cancel);

    async Task<Rejection?[]> TogetherAsync(IReadOnlyList<Change> changes, ScimServiceProviderConfigBulkFeature limits, CancellationToken cancel)
    {
        var job = new ScimBulk();
        var created = new Dictionary<string, int>(StringComparer.Ordinal);
        var others = new Queue<int>();
        for (var i = 0; i < changes.Count; i++)
        {
            switch (changes[i])
            {
                case Change.Create create:
                    created[job.Create(kind.Endpoint, create.Resource).BulkId!] = i;
                    continue;
                case Change.Update update when patches:
                    job.Patch(kind.Endpoint, update.Id, Patch(update));
                    break;
                case Change.Update update:
                    job.Replace(kind.Endpoint, update.Id, update.After, TransferJson.Object);
                    break;
                case Change.Delete delete:
                    job.Delete(kind.Endpoint, delete.Id);
                    break;
            }

            others.Enqueue(i);
        }

        var outcomes = new Rejection?[changes.Count];
        Array.Fill(outcomes, new("", "The server ended the job before it came to this.", "Import the row again."));
        await foreach (var outcome in service.BulkInPartsAsync(job, limits, cancel))
        {
            // What is created is known by its bulkId; the rest comes in the order in which it was asked for (RFC 7644 section 3.7.3).
            if (outcome.BulkId is { } name && created.Remove(name, out var at) || others.TryDequeue(out at))
                outcomes[at] = outcome.Succeeded || (outcome.Status == 404 && changes[at] is Change.Delete) ? null : Explain(outcome.Status, outcome.Error?.ScimType, outcome.Error?.Detail);
        }

        return outcomes;
    }

    async Task<Rejection?[]> SinglyAsync(IReadOnlyList<Change> changes, CancellationToken cancel)
    {
        var resources = service.Objects(kind.Endpoint);
        var outcomes = new Rejection?[changes.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, changes.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (i, stop) =>
        {
            try
            {
                await (changes[i] switch
                {
                    Change.Create create => resources.CreateAsync(create.Resource, stop),
                    Change.Update update when patches => resources.PatchAsync(update.Id, Patch(update), cancel: stop),
                    Change.Update update => resources.ReplaceAsync(update.Id, update.After, cancel: stop),
                    Change.Delete delete => resources.DeleteAsync(delete.Id, cancel: stop),
                    _ => Task.CompletedTask,
                });
            }
            catch (ScimException gone) when (gone.Status == 404 && changes[i] is Change.Delete)
            {
                outcomes[i] = null;
            }
            catch (ScimException refused) when (refused.Status is >= 400 and < 500 and not (401 or 403 or 429))
            {
                outcomes[i] = Explain(refused.Status, refused.ScimType ?? refused.Code, refused.Detail);
            }
        });
        return outcomes;
    }

    static ScimPatch Patch(Change.Update update)
    {
        var patch = new ScimPatch();
        foreach (var difference in update.Differences)
            difference.AddTo(patch);
        return patch;
    }

    /// <summary>A refusal of one operation, for whoever mends the file.</summary>
    static Rejection Explain(int status, string? scimType, string? detail)
    {
        var reason = detail is { Length: > 0 } ? detail : $"The server answered {status}{(scimType is null ? "" : $" ({scimType})")}.";
        return new(Named(reason), reason, (status, scimType) switch
        {
            (409, _) => "Another resource has this value already: change it, or match by the attribute that they share (--match).",
            (401 or 403, _) => "The client lacks the permission for this; who administers the server can give it.",
            (404, _) => "The resource was deleted meanwhile: import again.",
            (413, _) => "The resource is longer than the server takes.",
            (412, _) => "The resource was changed meanwhile: import again.",
            ( >= 500, _) => "The server failed: import again, and look into its log if it stays so.",
            (_, "mutability") => "The attribute cannot be changed: leave it out.",
            _ => "Correct the value.",
        });
    }

    /// <summary>The attribute that a server's sentence names in quotes, if it names one.</summary>
    static string Named(string detail) => detail.Split('\'') is { Length: >= 3 } parts
        ? parts.Where((_, i) => i % 2 == 1).FirstOrDefault(p => ValuePath.TryParse(p) is not null) ?? "" : "";
}

/// <summary>How JSON objects are written.</summary>
static class TransferJson
{
    public static System.Text.Json.Serialization.Metadata.JsonTypeInfo<JsonObject> Object { get; } =
        (System.Text.Json.Serialization.Metadata.JsonTypeInfo<JsonObject>)System.Text.Json.JsonSerializerOptions.Default.GetTypeInfo(typeof(JsonObject));
}
