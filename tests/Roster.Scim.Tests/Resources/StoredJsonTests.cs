using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Resources;
using Xunit;

namespace Roster.Scim.Tests.Resources;

/// <summary>Going through a document by where things end gives what a reader of JSON gives.</summary>
public sealed class StoredJsonTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"a":"","b":"\"","c":"\\","d":"\\\"}","e":"]{[,:"}""")]
    [InlineData("""{"a":{"b":[{"c":"}"},[],[[]],"]"]},"d":[],"e":{}}""")]
    [InlineData("""{"a":true,"b":false,"c":null,"d":-1.5e10,"e":[1,2]}""")]
    [InlineData("""{"urn:x:y":{"ä😀":"\u0000\ud83d\ude00"},"z":0}""")]
    [InlineData("{ \"a\" : [ 1 ,\n 2 ] , \"b\" :\t{ } ,\"c\": \"x\" }")]
    public void Members_are_those_of_the_object(string json) => Assert.Equal(Expected(json), Found(json));

    [Fact]
    public void Members_and_elements_are_those_of_any_document()
    {
        var random = new Random(20261128);
        for (var i = 0; i < 2_000; i++)
        {
            var json = Any(random, depth: 4, top: true)!.ToJsonString(new JsonSerializerOptions { WriteIndented = i % 3 == 0, Encoder = i % 2 == 0 ? System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping : null });
            Assert.Equal(Expected(json), Found(json));
        }
    }

    static JsonNode? Any(Random random, int depth, bool top = false) => (top ? 0 : random.Next(depth > 0 ? 8 : 6)) switch
    {
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Any(random, depth - 1))]),
        0 or 7 when depth > 0 => new JsonObject(Enumerable.Range(0, random.Next(5)).Select(i => KeyValuePair.Create(Text(random) + i, Any(random, depth - 1)))),
        1 => JsonValue.Create(random.NextDouble()),
        2 => JsonValue.Create(random.Next(-5, 5)),
        3 => JsonValue.Create(random.Next(2) == 0),
        4 => null,
        _ => JsonValue.Create(Text(random)),
    };

    static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(random.Next(4) == 0 ? 90 : 12)).Select(_ => "ab\"\\{}[],: \t\nä😀\0"[random.Next(16)]));

    // Names and values in their order, down to the leaves; a value by what it is and not by how it is spaced.
    static List<string> Expected(string json)
    {
        using var document = JsonDocument.Parse(json);
        var all = new List<string>();
        Add(document.RootElement, "");
        return all;

        void Add(JsonElement element, string path)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var member in element.EnumerateObject())
                        Add(member.Value, $"{path}/{member.Name}");
                    break;
                case JsonValueKind.Array:
                    foreach (var one in element.EnumerateArray())
                        Add(one, path + "/*");
                    break;
            }

            all.Add($"{path} {JsonNode.Parse(element.GetRawText())?.ToJsonString() ?? "null"}");
        }
    }

    static List<string> Found(string json)
    {
        var all = new List<string>();
        Add(Encoding.UTF8.GetBytes(json), "");
        return all;

        void Add(ReadOnlySpan<byte> value, string path)
        {
            if (StoredJson.IsArray(value))
            {
                for (var elements = new StoredJson(value); elements.NextElement(out var element);)
                    Add(element, path + "/*");
            }
            else if (StoredJson.IsObject(value))
            {
                for (var members = new StoredJson(value); members.NextMember(out var name, out var range);)
                    Add(value[range], $"{path}/{JsonNode.Parse($"\"{Encoding.UTF8.GetString(name)}\"")}");
            }

            all.Add($"{path} {JsonNode.Parse(value)?.ToJsonString() ?? "null"}");
        }
    }
}
