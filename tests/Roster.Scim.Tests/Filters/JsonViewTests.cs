using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Roster.Scim.Filters;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Filters;

/// <summary>Filters find the same in a tree and in the bytes of the same document.</summary>
public sealed class JsonViewTests
{
    [Fact]
    public void Random_filters_on_random_documents() => Gen.Select(FilterTextTests.Filters(2), Document).Sample((filter, document) =>
    {
        var predicate = new FilterBinder(VectorSchemas.User, Tolerances.None, ImmutableDictionary<string, string>.Empty).Bind(filter);

        Assert.Equal(PredicateEvaluator.Matches(predicate, document), OnBytes(predicate, document));
    }, iter: 20_000);

    [Fact]
    public void The_corpus_of_users() => Assert.All(FilterVector.Dataset("User"), user => FilterTextTests.Filters(2).Sample(filter =>
    {
        var predicate = new FilterBinder(VectorSchemas.User, Tolerances.None, ImmutableDictionary<string, string>.Empty).Bind(filter);

        Assert.Equal(PredicateEvaluator.Matches(predicate, user), OnBytes(predicate, user));
    }, iter: 200));

    [Fact]
    public void What_is_derived_as_a_time_or_a_GUID_is_compared_as_it_is_written()
    {
        var guid = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
        var user = new JsonObject { ["externalId"] = JsonValue.Create(guid), ["meta"] = new JsonObject { ["created"] = JsonValue.Create(new DateTime(2026, 4, 1, 0, 0, 0, DateTimeKind.Utc)) } };

        Assert.True(Finds($"externalId eq \"{guid}\" and meta.created ge \"2026-04-01T00:00:00Z\""));
        Assert.False(Finds("externalId eq \"x\""));
        Assert.False(Finds("meta.created gt \"2026-04-01T00:00:00Z\""));

        bool Finds(string filter) =>
            PredicateEvaluator.Matches(new FilterBinder(VectorSchemas.User, Tolerances.None, ImmutableDictionary<string, string>.Empty).Bind(FilterParser.Parse(filter, FilterLimits.Default, Tolerances.None)), user);
    }

    static bool OnBytes(Predicate predicate, JsonObject document) => PredicateEvaluator.Matches(predicate, new StoredView(JsonSerializer.SerializeToUtf8Bytes(document)));

    // With what no document should have, too: both must take it for the same.
    static Gen<JsonObject> Document => Gen.Select(
        Gen.Select(Value, Value, Value, Emails, (userName, displayName, externalId, emails) => new Dictionary<string, JsonNode?> { ["userName"] = userName, ["displayName"] = displayName, ["externalId"] = externalId, ["emails"] = emails }),
        Gen.Select(Value, Gen.OneOf(Value, Parts("givenName", "familyName")), Gen.OneOf(Value, Parts("tags", "score")), (title, name, extension) => new Dictionary<string, JsonNode?> { ["title"] = title, ["name"] = name, [VectorSchemas.Test] = extension }),
        Gen.Int[0, 255],
        (one, other, there) => new JsonObject(one.Concat(other).Where((_, i) => (there >> i) % 2 == 1).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()))));

    static Gen<JsonNode?> Emails => Gen.OneOf(Value, Parts("type", "value", "display"), Gen.OneOf(Value, Parts("type", "value", "display")).Array[0, 3].Select(all => (JsonNode?)new JsonArray([.. all.Select(one => one?.DeepClone())])));

    static Gen<JsonNode?> Parts(params string[] names) => Value.Array[names.Length].Select(values => (JsonNode?)new JsonObject(names.Zip(values, (name, value) => KeyValuePair.Create(name, value?.DeepClone())).Where((_, i) => values.Length < 2 || i != 1 || values[0] is not null)));

    static Gen<JsonNode?> Value => Gen.OneOf<JsonNode?>(
        Gen.OneOf("", "work", "WORK", "home", "e", "é", "amara", "\"", "\\", "a\\\"b", "\n", "\u2028", "😀", "{", "]", ",").Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.OneOf("0", "-5", "3", "12", "1e3", "2.50").Select(number => JsonNode.Parse(number)),
        Gen.Bool.Select(flag => (JsonNode?)JsonValue.Create(flag)),
        Gen.Const((JsonNode?)null),
        Gen.Int[0, 2].Select(shape => shape switch { 0 => new JsonArray(), 1 => new JsonObject(), _ => (JsonNode?)new JsonArray((JsonNode?)null, new JsonArray(), "work") }));
}
