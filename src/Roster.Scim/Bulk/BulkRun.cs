using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Scim.Bulk;

/// <summary>
/// Does the operations of one job (RFC 7644 section 3.7). Each is authorised by itself and stands by itself: what fails undoes nothing but itself.
/// </summary>
/// <param name="provider">Called for each operation, so that it is checked against the schemas as they are then.</param>
/// <param name="unexpected">Notes a failure that is no protocol error, and words it.</param>
public sealed class BulkRun(
    BulkRequest request, ScimProfile profile, Func<CancellationToken, ValueTask<ScimServiceProvider>> provider, Caller caller, Func<Exception, ScimError> unexpected)
{
    // Writes that wait together are committed together: with fewer the disk is waited for. What waits is alive and is moved by the garbage collector, which stops everybody for it: so it is what all
    // jobs share.
    const int Together = 512;

    // Half a millisecond of preparing.
    const int InTurn = 16;

    const int SchemaAttempts = 5;

    // Jobs of this process.
    static int running;

    readonly BulkPlan plan = BulkPlan.Of(request, profile);
    readonly BulkReferences references = new(profile.ResourceTypes);
    readonly string?[] ids = new string?[request.Operations.Length];
    readonly BulkOutcome?[] outcomes = new BulkOutcome?[request.Operations.Length];

    /// <returns>By operation; null for those that the job no longer came to.</returns>
    public async Task<IReadOnlyList<BulkOutcome?>> RunAsync(CancellationToken cancel)
    {
        Interlocked.Increment(ref running);
        try
        {
            var errors = 0;
            foreach (var batch in plan.Batches)
            {
                if (batch.Length == 1)
                    await StepAsync(batch[0], cancel).ConfigureAwait(false);
                else
                    await TogetherAsync(batch, cancel).ConfigureAwait(false);

                errors += batch.SelectMany(s => s.Operations).Count(i => outcomes[i]?.Error is not null);
                if (errors >= request.FailOnErrors)
                    break;
            }

            return outcomes;
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    // Of a job that runs.
    static int Share => Math.Max(InTurn, Together / Volatile.Read(ref running));

    // One after the other up to where they wait for their commit: prepared all at once they would take every processor.
    async Task TogetherAsync(ImmutableArray<BulkStep> steps, CancellationToken cancel)
    {
        var waiting = new Queue<Task>();
        try
        {
            foreach (var some in steps.Chunk(InTurn))
            {
                await BulkThreads.RunAsync(
                    () =>
                    {
                        foreach (var step in some)
                            waiting.Enqueue(StepAsync(step, cancel));
                    },
                    cancel).ConfigureAwait(false);

                while (waiting.Count > Share - InTurn)
                    await waiting.Dequeue().ConfigureAwait(false);
            }
        }
        finally
        {
            await Task.WhenAll(waiting).ConfigureAwait(false);
        }
    }

    async Task StepAsync(BulkStep step, CancellationToken cancel)
    {
        if (step.Circular)
            await CircleAsync(step.Operations, cancel).ConfigureAwait(false);
        else
            outcomes[step.Operations[0]] = await SingleAsync(step.Operations[0], cancel).ConfigureAwait(false);
    }

    async Task<BulkOutcome> SingleAsync(int index, CancellationToken cancel)
    {
        var operation = plan.Operations[index];
        try
        {
            if (operation.Fault is { } fault)
                throw fault.ToException();

            if (plan.Refers(index))
            {
                operation = references.WithPath(operation, IdOf);
                operation = references.WithBody(operation, IdOf);
            }

            return await WithProviderAsync(p => ApplyAsync(p, operation, index, cancel), cancel).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            return BulkOutcome.Failed(operation, Error(failure), KnownId(operation));
        }
    }

    async Task<BulkOutcome> ApplyAsync(ScimServiceProvider provider, BulkOperation operation, int index, CancellationToken cancel)
    {
        var type = TypeOf(operation, provider.Profile);
        switch (operation.Verb)
        {
            case Verb.Create:
                var created = await provider.CreateAsync(type, operation.Data, Load.Document, caller, cancel).ConfigureAwait(false);
                ids[index] = created.Key.Id;
                return Done(operation, 201, type, created);
            case Verb.Replace:
                return Done(operation, 200, type, await provider.ReplaceAsync(type, operation.Id!, operation.Data, operation.Condition, Load.Document, caller, cancel).ConfigureAwait(false));
            case Verb.Patch:
                return Done(operation, 200, type, await provider.PatchAsync(type, operation.Id!, operation.Data, operation.Condition, Load.Document, caller, cancel).ConfigureAwait(false));
            default:
                await provider.DeleteAsync(type, operation.Id!, operation.Condition, caller, cancel).ConfigureAwait(false);
                return new BulkOutcome(operation, 204, type, operation.Id, null, null);
        }
    }

    /// <summary>
    /// Resources that refer to each other in a circle (RFC 7644 section 3.7.1): each is created without the references that lead to what is not there yet, and gets them when
    /// all are there. If one cannot be had, the others cannot be what the client asked for, and none stays.
    /// </summary>
    async Task CircleAsync(ImmutableArray<int> circle, CancellationToken cancel)
    {
        var later = new List<(int Index, JsonObject Missing)>();
        var at = circle[0];
        try
        {
            foreach (var index in circle)
            {
                at = index;
                if (await CreateInCircleAsync(index, circle, cancel).ConfigureAwait(false) is { } missing)
                    later.Add((index, missing));
            }

            foreach (var (index, missing) in later)
            {
                at = index;
                var patch = JsonBody.Flat(references.Rewritten(plan.Operations[index] with { Verb = Verb.Patch }, missing, IdOf));
                var completed = await WithProviderAsync(p => p.CompleteAsync(TypeOf(plan.Operations[index], p.Profile), ids[index]!, patch, caller, cancel), cancel).ConfigureAwait(false);
                outcomes[index] = outcomes[index]! with { Version = completed.Version };
            }
        }
        // A client that goes away must not leave half a circle behind either.
        catch (Exception failure)
        {
            await WithdrawAsync(circle).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            foreach (var index in circle)
            {
                var error = index == at ? Error(failure) : Conflict(plan.Operations[at].BulkId!);
                outcomes[index] = BulkOutcome.Failed(plan.Operations[index], error, id: null);
            }
        }
    }

    async Task<JsonObject?> CreateInCircleAsync(int index, ImmutableArray<int> circle, CancellationToken cancel)
    {
        var operation = plan.Operations[index];
        var (body, missing) = BulkPart.Split(operation, references, bulkId => plan.Posts[bulkId] is var other && circle.Contains(other) && ids[other] is null);
        operation = operation with { Data = JsonBody.Flat(references.Rewritten(operation, body, IdOf)) };
        outcomes[index] = await WithProviderAsync(p => ApplyAsync(p, operation, index, cancel), cancel).ConfigureAwait(false);
        return missing;
    }

    async Task WithdrawAsync(ImmutableArray<int> circle)
    {
        foreach (var index in circle.Where(i => ids[i] is not null))
        {
            try
            {
                await WithProviderAsync(
                    async p =>
                    {
                        await p.WithdrawAsync(TypeOf(plan.Operations[index], p.Profile), ids[index]!, caller, CancellationToken.None).ConfigureAwait(false);
                        return true;
                    },
                    CancellationToken.None).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // The others must be withdrawn all the same; the operation has failed already, and this is noted.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                unexpected(failure);
            }

            ids[index] = null;
        }
    }

    // Only the one operation is tried anew, never what has been done before it.
    async Task<T> WithProviderAsync<T>(Func<ScimServiceProvider, Task<T>> work, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work(await provider(cancel).ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (SchemaChangedException) when (attempt < SchemaAttempts)
            {
                // The next attempt sees the new schemas.
            }
        }
    }

    static BulkOutcome Done(BulkOperation operation, int status, ResourceType type, Resource resource) => new(operation, status, type, resource.Key.Id, resource.Version, null);

    string IdOf(string bulkId) => ids[plan.Posts[bulkId]] ?? throw Conflict(bulkId).ToException();

    static ScimError Conflict(string bulkId) => new(409, null, $"The operation refers to bulkId '{ScimError.Quote(bulkId)}', whose operation failed.");

    static ResourceType TypeOf(BulkOperation operation, ScimProfile profile) =>
        profile.Type(operation.Type!.Name) ?? throw ScimError.InvalidPath($"There is no resource type {operation.Type.Name} any more.").ToException();

    // A reference that was not resolved names nothing.
    string? KnownId(BulkOperation operation) =>
        operation.Id is { } id && references.In(operation with { Data = default }).Count == 0 ? id : null;

    ScimError Error(Exception failure) => failure switch
    {
        ScimException { Error: var error } => error,
        SchemaChangedException => new ScimError(503, null, "The organization's schemas keep changing; try again.") { Fault = GatewayFault.Unavailable, RetryAfter = 1 },
        _ => unexpected(failure),
    };
}
