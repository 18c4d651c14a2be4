using System.Text.Json;
using Roster.Scim.Bulk;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Bulk;

/// <summary>Jobs whose surroundings cannot be had over HTTP at will: schemas and disks that fail in their middle.</summary>
public sealed class BulkRunTests
{
    static readonly Caller Caller = new(new TenantId(1), "client", [], "correlation");

    static readonly ScimProfile Profile = TestProfile.Of(Tolerances.All, CoreResourceTypes.User, CoreResourceTypes.Group);

    [Fact]
    public async Task When_schemas_change_in_the_middle_only_the_operation_at_hand_is_tried_again()
    {
        var directory = new FailingDirectory { Fails = number => number is 2 or 5 ? new SchemaChangedException() : null };

        var outcomes = await RunAsync(directory, User("a"), User("b"), User("c"), User("d"));

        Assert.Equal([201, 201, 201, 201], outcomes.Select(o => o!.Status));
        Assert.Equal(4, directory.Inner.Changes(Caller.Tenant).Count);
        Assert.True(directory.Providers >= 6);
    }

    [Fact, Holds("B-12")]
    public async Task A_failure_of_ours_is_told_of_its_operation_alone()
    {
        var failures = new List<Exception>();
        var directory = new FailingDirectory { Fails = number => number == 2 ? new IOException("disk") : null };

        var outcomes = await RunAsync(directory, failures.Add, "\"failOnErrors\":9,", User("a"), User("b"), User("c"));

        Assert.Equal([201, 500, 201], outcomes.Select(o => o!.Status));
        Assert.Equal("disk", Assert.Single(failures).Message);
    }

    [Fact, Holds("B-17")]
    public async Task A_circle_that_cannot_be_closed_leaves_nothing_behind()
    {
        // The third write links the first group to the second.
        var directory = new FailingDirectory { Fails = number => number == 3 ? ScimError.InvalidValue("no").ToException() : null };

        var outcomes = await RunAsync(directory, Group("g", "bulkId:h"), Group("h", "bulkId:g"), Group("k", "bulkId:h"));

        Assert.Equal([400, 409, 409], outcomes.Select(o => o!.Status));
        Assert.Equal([ChangeKind.Create, ChangeKind.Create, ChangeKind.Delete, ChangeKind.Delete], directory.Inner.Changes(Caller.Tenant).Select(c => c.Kind));
    }

    [Fact]
    public async Task However_many_jobs_run_few_writes_wait_for_their_commit()
    {
        var directory = new FailingDirectory { Fails = _ => null, Commit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) };

        var jobs = Enumerable.Range(0, 4).Select(job => RunAsync(directory, [.. Enumerable.Range(0, 500).Select(i => User($"{job}-{i}"))])).ToList();
        var waiting = 0;
        while (waiting == 0 || waiting != directory.Writes)
        {
            waiting = directory.Writes;
            await Task.Delay(300, TestContext.Current.CancellationToken);
        }

        directory.Commit.SetResult();
        // The first may have taken all that there is before the others came.
        Assert.InRange(waiting, 128, 512 + (3 * 128));
        Assert.All(await Task.WhenAll(jobs), outcomes => Assert.All(outcomes, outcome => Assert.Equal(201, outcome!.Status)));
    }

    [Fact]
    public async Task Writes_are_prepared_beside_the_threads_that_answer_other_requests()
    {
        var directory = new FailingDirectory { Fails = _ => null };

        await RunAsync(directory, [.. Enumerable.Range(0, 100).Select(i => User($"u{i}"))]);

        Assert.Equal((100, 0), (directory.Writes, directory.WritesOfThePool));
    }

    static string User(string bulkId) => $$"""{"method":"POST","bulkId":"{{bulkId}}","path":"/Users","data":{"userName":"{{bulkId}}"} }""";

    static string Group(string bulkId, string member) =>
        $$"""{"method":"POST","bulkId":"{{bulkId}}","path":"/Groups","data":{"displayName":"{{bulkId}}","members":[{"value":"{{member}}"}]} }""";

    static Task<IReadOnlyList<BulkOutcome?>> RunAsync(FailingDirectory directory, params string[] operations) => RunAsync(directory, _ => { }, "", operations);

    static Task<IReadOnlyList<BulkOutcome?>> RunAsync(FailingDirectory directory, Action<Exception> note, string more, params string[] operations)
    {
        var request = BulkRequest.Parse(JsonElement.Parse($$"""{"schemas":["{{Urn.BulkRequest}}"],{{more}}"Operations":[{{string.Join(',', operations)}}]}"""), Profile, Caller);
        var run = new BulkRun(
            request, Profile,
            _ =>
            {
                Interlocked.Increment(ref directory.Providers);
                return new ValueTask<ScimServiceProvider>(new ScimServiceProvider(Profile, directory, (password, _) => Task.FromResult(password), TimeProvider.System, () => Guid.NewGuid().ToString()));
            },
            Caller,
            failure =>
            {
                note(failure);
                return new ScimError(500, null, "Failed.");
            });
        return run.RunAsync(CancellationToken.None);
    }

    /// <summary>Fails the writes that it is told to, counted from 1.</summary>
    sealed class FailingDirectory : IDirectory
    {
        public InMemoryDirectory Inner { get; } = new(CoreResourceTypes.User, CoreResourceTypes.Group);

        public required Func<int, Exception?> Fails { get; init; }

        /// <summary>What writes wait for.</summary>
        public TaskCompletionSource? Commit { get; init; }

        public int Providers;

        public int Writes => Volatile.Read(ref writes);

        int writes;

        public int WritesOfThePool => Volatile.Read(ref writesOfThePool);

        int writesOfThePool;

        public IResourceStore For(TenantId tenant) => new Store(this, Inner.For(tenant));

        sealed class Store(FailingDirectory directory, IResourceStore inner) : IResourceStore
        {
            public ValueTask<Resource?> FindAsync(ResourceKey key, Load load, DocumentMemory? memory, CancellationToken cancel) => inner.FindAsync(key, load, memory, cancel);

            public ValueTask<long?> FindVersionAsync(ResourceKey key, CancellationToken cancel) => inner.FindVersionAsync(key, cancel);

            public Task<ResourcePage> QueryAsync(ResourceQuery query, CancellationToken cancel) => inner.QueryAsync(query, cancel);

            public Task<MemberPage?> MembersAsync(ResourceKey group, MemberQuery query, CancellationToken cancel) => inner.MembersAsync(group, query, cancel);

            public Task<IReadOnlyDictionary<string, string>> NamesAsync(string type, IReadOnlyCollection<string> ids, CancellationToken cancel) => inner.NamesAsync(type, ids, cancel);

            public async Task<ResourceChange?> TrySaveAsync(ResourceChange change, Caller caller, CancellationToken cancel)
            {
                if (Thread.CurrentThread.IsThreadPoolThread)
                    Interlocked.Increment(ref directory.writesOfThePool);
                var failure = directory.Fails(Interlocked.Increment(ref directory.writes));
                await (directory.Commit?.Task ?? Task.CompletedTask);
                return failure is null ? await inner.TrySaveAsync(change, caller, cancel) : throw failure;
            }

            public Task<IReadOnlyList<CatalogueUse>> MissingFromCatalogueAsync(IReadOnlyCollection<CatalogueUse> uses, CancellationToken cancel) => inner.MissingFromCatalogueAsync(uses, cancel);
        }
    }
}
