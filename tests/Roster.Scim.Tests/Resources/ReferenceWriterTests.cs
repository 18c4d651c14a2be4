using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Resources;

/// <summary>Members and groups written from text that is made once, compared with each of them as an object.</summary>
public sealed class ReferenceWriterTests
{
    static readonly ScimProfile Profile = TestProfile.Of(Tolerances.All, CoreResourceTypes.User, CoreResourceTypes.Group);

    static readonly Caller Caller = new(new TenantId(1), "client", [], "correlation");

    [Theory]
    [InlineData("", "")]
    [InlineData("members.value,groups.value", "")]
    [InlineData("members.value,members.display,groups.value,groups.display", "")]
    [InlineData("members.display,groups.display", "")]
    [InlineData("members.$ref,members.type,groups.$ref,groups.type", "")]
    [InlineData("members.type,members.display,groups.type", "")]
    [InlineData("", "members.value,groups.value")]
    [InlineData("", "members.$ref,groups.type")]
    public async Task Each_is_written_as_the_object_that_it_is(string attributes, string excluded)
    {
        var random = new Random(20261128);
        string[] asked = attributes.Length == 0 ? [] : [attributes];
        string[] left = excluded.Length == 0 ? [] : [excluded];
        foreach (var type in new[] { CoreResourceTypes.Group, CoreResourceTypes.User })
        {
            var projection = asked.Length + left.Length == 0 ? Projection.Default(type) : Projection.Parse(asked, left, type);
            for (var i = 0; i < 60; i++)
            {
                var profile = Profile with { TellsIndirectMembership = i % 3 > 0, AbsoluteLocations = i % 4 > 0 };
                foreach (var host in new[] { "http://localhost", "https://bücher.example\\\"+&" })
                    await CompareAsync(profile, host, type, projection, [.. Enumerable.Range(0, random.Next(4) == 0 ? 60 : random.Next(4)).Select(_ => Any(random))]);
            }
        }
    }

    static Member Any(Random random)
    {
        string[] types = ["User", "User", "User", "Group", "Device", "A\"b"];
        return new Member(AnyText(random, Guid.NewGuid().ToString()), random.Next(20) == 0 ? null : types[random.Next(types.Length)])
        {
            Display = random.Next(2) == 0 ? null : AnyText(random, "Amara Okafor"),
            Indirect = random.Next(3) == 0,
        };
    }

    static string AnyText(Random random, string usual) => random.Next(8) switch
    {
        0 => "with \"quotes\" and \\ and \u0001",
        1 => "Läufer 😀",
        2 => new string('x', random.Next(5_000)),
        3 => new string('"', random.Next(1_000)),
        4 => "",
        _ => usual,
    };

    static async Task CompareAsync(ScimProfile profile, string host, ResourceType type, Projection projection, ImmutableArray<Member> references)
    {
        var isGroup = type.MembersAttribute is not null;
        var name = type.MembersAttribute ?? type.MembershipsAttribute!;
        var first = references.Length / 3;
        var resource = SampleUser.Resource with
        {
            Document = Document.Empty,
            Key = new ResourceKey(type.Name, "r1"),
            Members = isGroup ? references[..first] : default,
            FurtherMembers = isGroup && references.Length > first ? Pieces(references[first..]) : null,
            Memberships = isGroup ? default : references,
        };

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Document.WriterOptions))
            await new Representation(profile, Caller, host).WriteAsync(writer, resource, type, projection, () => Task.CompletedTask, TestContext.Current.CancellationToken);

        var visibility = projection.Of(type.Schema.Attributes.Single(a => a.Name == name), null);
        var view = new ResourceView(profile, Caller, host);
        var expected = new JsonArray([.. references.Where(r => isGroup || profile.TellsIndirectMembership || !r.Indirect).Select(r => Shown(view.Reference(r, !isGroup), visibility))]);
        if (visibility == Visibility.None || (!isGroup && references.IsEmpty))
            Assert.DoesNotContain($"\"{name}\":", Encoding.UTF8.GetString(buffer.WrittenSpan), StringComparison.Ordinal);
        else
            Assert.Contains($"\"{name}\":{Written(expected)}", Encoding.UTF8.GetString(buffer.WrittenSpan), StringComparison.Ordinal);
    }

    static JsonObject Shown(JsonObject reference, Visibility visibility)
    {
        foreach (var part in reference.Where(p => p.Value is null || !visibility.Shows(p.Key)).ToList())
            reference.Remove(part.Key);
        return reference;
    }

    static string Written(JsonArray references)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Document.WriterOptions))
            references.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

#pragma warning disable CS1998 // They are here already.
    static async IAsyncEnumerable<ImmutableArray<Member>> Pieces(ImmutableArray<Member> members)
#pragma warning restore CS1998
    {
        yield return members[..(members.Length / 2)];
        yield return members[(members.Length / 2)..];
    }
}
