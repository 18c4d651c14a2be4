using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Patching;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Server.Scim;
using Roster.Storage;
using Roster.Storage.Sqlite;
using Roster.Testing;
using ScimReader = Roster.Scim.Resources.ResourceReader;

namespace Roster.Bench.Micro;

static class Given
{
    public const string ByName = "userName eq \"u0004711@example.com\"";
    public const string ByEmail = "emails[type eq \"work\" and value eq \"u0004711@example.com\"]";
    public const string Mixed = "active eq true and (displayName co \"gin\" or externalId sw \"ext\") and meta.lastModified gt \"2026-01-01T00:00:00Z\"";

    public static ResourceType User => CoreResourceTypes.User;

    public static ScimProfile Profile { get; } = StandardProfile.Create(new StandardOptions());

    public static Predicate Predicate(string filter) =>
        new FilterBinder(User, Tolerances.All, ImmutableDictionary<string, string>.Empty).Bind(FilterParser.Parse(filter, FilterLimits.Default, Tolerances.All));
}

/// <summary>From the text of a filter to a predicate, and from there to SQL.</summary>
[MemoryDiagnoser]
public class Filtering
{
    readonly IndexedType indexed = new(Given.User, [(1, Given.User.Path("emails", "value"))]);
    readonly SqliteDialect dialect = new("unused.db");
    readonly System.Text.Json.Nodes.JsonObject user = SampleUser.Attributes();
    Predicate predicate = new Predicate.Constant(true);

    [Params(Given.ByName, Given.ByEmail, Given.Mixed)]
    public string Filter { get; set; } = "";

    [GlobalSetup]
    public void Bind() => predicate = Given.Predicate(Filter);

    [Benchmark]
    public object Parse() => FilterParser.Parse(Filter, FilterLimits.Default, Tolerances.All);

    [Benchmark]
    public object ParseAndBind() => Given.Predicate(Filter);

    [Benchmark]
    public object Plan() => QueryPlan.For(predicate, indexed, dialect);

    [Benchmark]
    public bool Judge() => PredicateEvaluator.Matches(predicate, user);
}

/// <summary>What a user costs on its way in.</summary>
[MemoryDiagnoser]
public class Writing
{
    readonly IndexedType indexed = new(Given.User, [(1, Given.User.Path("emails", "value"))]);
    readonly byte[] body = JsonSerializer.SerializeToUtf8Bytes(SampleUser.Body());
    readonly byte[] patch = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":false}]}"""u8.ToArray();

    [Benchmark]
    public void ReadBody() => JsonBody.ParseFlat(body).Dispose();

    [Benchmark]
    public object ReadUser()
    {
        using var flat = JsonBody.ParseFlat(body);
        return Document.From(ScimReader.Read(flat.RootElement, Given.User, Given.Profile).Attributes);
    }

    [Benchmark]
    public object IndexUser() => indexed.Index(SampleUser.Resource.Document);

    [Benchmark]
    public object ApplyPatch()
    {
        using var flat = JsonBody.ParseFlat(patch);
        var bound = BoundPatch.Bind(PatchRequest.Parse(flat.RootElement, Given.Profile), Given.User, Given.Profile);
        return Document.From(bound.Apply(SampleUser.Resource.Document.ToJson(), default, default, SampleUser.Resource.Key.Id).Attributes);
    }
}

/// <summary>What a user costs on its way out.</summary>
[MemoryDiagnoser]
public class Answering
{
    readonly ArrayBufferWriter<byte> buffer = new(8192);
    readonly Caller caller = new(new TenantId(1), "client", [], "correlation");
    readonly Projection names = Projection.Parse(["userName,name.familyName"], [], Given.User);

    [Benchmark]
    public int Splice() => Write(Projection.Default(Given.User));

    [Benchmark]
    public int SpliceSomeAttributes() => Write(names);

    [Benchmark]
    public long ChecksumOfDocument() => Checksum.Of(SampleUser.Resource.Key.Id, 0, SampleUser.Resource.Document.Utf8.Span);

    int Write(Projection projection)
    {
        buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(buffer);
        new Representation(Given.Profile, caller, "http://localhost").Write(writer, SampleUser.Resource, Given.User, projection);
        writer.Flush();
        return buffer.WrittenCount;
    }
}
