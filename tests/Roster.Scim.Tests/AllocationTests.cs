using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Roster.Scim.Filters;
using Roster.Scim.Patching;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests;

/// <summary>What the paths that every request takes may allocate: about 1.3 times what they did when the bound was set.</summary>
public sealed class AllocationTests
{
    static readonly ScimProfile Profile = TestProfile.Of(Tolerances.All, CoreResourceTypes.User, CoreResourceTypes.Group);

    static readonly Caller Caller = new(new TenantId(1), "client", [], "correlation");

    [Theory]
    [InlineData("userName eq \"u0004711@example.com\"", 950)]
    [InlineData("emails[type eq \"work\" and value eq \"u0004711@example.com\"]", 2_000)]
    [InlineData("active eq true and (title co \"gin\" or not (name.familyName sw \"fo\")) and meta.lastModified gt \"2026-01-01T00:00:00Z\"", 3_500)]
    public void Understanding_a_filter(string text, long bound)
    {
        var binder = new FilterBinder(CoreResourceTypes.User, Tolerances.All, ImmutableDictionary<string, string>.Empty);

        var bytes = Allocation.Of(() => binder.Bind(FilterParser.Parse(text, FilterLimits.Default, Tolerances.All)));

        Assert.True(bytes <= bound, Allocation.Excess("To understand " + text, bytes, bound));
    }

    [Theory]
    [InlineData("userName eq \"u0004711@example.com\"", 820)]
    [InlineData("emails[type eq \"work\" and value eq \"u0004711@example.com\"]", 910)]
    public void Asking_as_somebody_asked_before(string text, long bound)
    {
        var questions = new QueryBinder(Profile);
        var request = new ListRequest(text);
        ImmutableArray<ListedType> types = [new ListedType(CoreResourceTypes.User, Load.Memberships)];

        var bytes = Allocation.Of(() => questions.Bind(types, request, Caller));

        Assert.True(bytes <= bound, Allocation.Excess("To ask " + text, bytes, bound));
    }

    [Fact]
    public void Writing_an_answer()
    {
        const long Bound = 240;
        var buffer = new ArrayBufferWriter<byte>(8192);
        using var writer = new Utf8JsonWriter(buffer);

        var bytes = Allocation.Of(() =>
        {
            buffer.ResetWrittenCount();
            writer.Reset();
            new Representation(Profile, Caller, "http://localhost").Write(writer, SampleUser.Resource, CoreResourceTypes.User, Projection.Default(CoreResourceTypes.User));
            writer.Flush();
        });

        Assert.True(bytes <= Bound, Allocation.Excess("To write a user", bytes, Bound));
    }

    [Fact]
    public void Reading_a_new_user()
    {
        const long Bound = 14_700;
        var body = JsonSerializer.SerializeToUtf8Bytes(SampleUser.Body());

        var bytes = Allocation.Of(() =>
        {
            using var flat = JsonBody.ParseFlat(body);
            Document.From(ResourceReader.Read(flat.RootElement, CoreResourceTypes.User, Profile).Attributes);
        });

        Assert.True(bytes <= Bound, Allocation.Excess("To read a user", bytes, Bound));
    }

    [Fact]
    public void Applying_a_patch()
    {
        const long Bound = 11_000;
        var body = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":false}]}"""u8.ToArray();

        var bytes = Allocation.Of(() =>
        {
            using var flat = JsonBody.ParseFlat(body);
            var patch = BoundPatch.Bind(PatchRequest.Parse(flat.RootElement, Profile), CoreResourceTypes.User, Profile);
            Document.From(patch.Apply(SampleUser.Resource.Document.ToJson(), default, default, SampleUser.Resource.Key.Id).Attributes);
        });

        Assert.True(bytes <= Bound, Allocation.Excess("To patch a user", bytes, Bound));
    }
}
