using System.Text;
using System.Text.Json.Nodes;
using Roster.Scim.Resources;
using Xunit;

namespace Roster.Scim.Tests.Resources;

/// <summary>A body with a large array means the same, packed or not.</summary>
public sealed class PackedArrayTests
{
    static readonly string[] Elements =
        ["\"text with ] , [ and \\\" in it\"", "{\"a\":[1,{\"b\":null}],\"ü\":\"€\"}", "null", "true", "-1.5e3", "[]", "{ }", "[ [ 7 ] ]"];

    static string Body(int count, string gap) =>
        "{\"first\": 1, \"members\":" + gap + "[" + gap + string.Join(gap + "," + gap, Enumerable.Range(0, count).Select(i => Elements[i % Elements.Length])) + gap
        + "] ,\"last\":{\"deep\":[1,2]}}";

    [Theory]
    [InlineData(1001, "")]
    [InlineData(1001, " ")]
    [InlineData(1009, "\r\n\t")]
    public void Its_elements_are_those_of_the_array(int count, string gap)
    {
        var bytes = Encoding.UTF8.GetBytes(Body(count, gap));

        var packed = JsonBody.ParsePacked(bytes);

        var array = PackedArray.In(packed["members"]);
        Assert.NotNull(array);
        Assert.Equal(count, array.Count);
        Assert.True(JsonNode.DeepEquals(JsonBody.Parse(bytes)["members"], new JsonArray([.. array.Elements()])));
        Assert.Equal(["first", "members", "last"], packed.Select(m => m.Key));
        Assert.Equal("""{"deep":[1,2]}""", packed["last"]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(JsonBody.Parse(bytes), JsonNode.Parse(packed.ToJsonString())));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public void A_smaller_array_stays_an_array(int count) =>
        Assert.Equal(count, Assert.IsType<JsonArray>(JsonBody.ParsePacked(Encoding.UTF8.GetBytes(Body(count, " ")))["members"]).Count);
}
