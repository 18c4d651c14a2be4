using System.Text;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Resources;

/// <summary>Bodies that two readers could understand differently, or that a store could not keep, are refused (threats T39 to T42).</summary>
public sealed class JsonBodyTests
{
    [Theory]
    [InlineData("", "invalidSyntax")]
    [InlineData("null", "invalidSyntax")]
    [InlineData("[]", "invalidSyntax")]
    [InlineData("[{}]", "invalidSyntax")]
    [InlineData("\"x\"", "invalidSyntax")]
    [InlineData("7", "invalidSyntax")]
    [InlineData("{", "invalidSyntax")]
    [InlineData("{}{}", "invalidSyntax")]
    [InlineData("{} x", "invalidSyntax")]
    [InlineData("{\"a\":1,}", "invalidSyntax")]
    [InlineData("{\"a\":1} // c", "invalidSyntax")]
    [InlineData("{\"a\":NaN}", "invalidSyntax")]
    [InlineData("{\"a\":01}", "invalidSyntax")]
    [InlineData("{'a':1}", "invalidSyntax")]
    [InlineData("{\"a\":1,\"a\":2}", "invalidSyntax")]
    [InlineData("{\"userName\":1,\"USERNAME\":2}", "invalidSyntax")]
    [InlineData("{\"userName\":1,\"\\u0075serName\":2}", "invalidSyntax")]
    [InlineData("{\"x\":[{\"a\":1,\"A\":2}]}", "invalidSyntax")]
    [InlineData("{\"a\":\"\\u0000\"}", "invalidValue")]
    [InlineData("{\"a\\u0000\":1}", "invalidValue")]
    [InlineData("{\"a\":\"\\ud800\"}", "invalidValue")]
    [InlineData("{\"a\":\"\\udc00\\ud800\"}", "invalidValue")]
    [InlineData("{\"\\ud800\":1}", "invalidValue")]
    [Holds("C-12", "C-13", "H-06")]
    public void Refused(string body, string scimType)
    {
        var error = Assert.Throws<ScimException>(() => JsonBody.Parse(Encoding.UTF8.GetBytes(body))).Error;

        Assert.Equal((400, scimType), (error.Status, error.ScimType));
        Assert.Equal(error, Assert.Throws<ScimException>(() => JsonBody.ParseFlat(Encoding.UTF8.GetBytes(body))).Error);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(40)]
    [Holds("C-13")]
    public void A_name_that_was_there_before_is_refused_among_few_and_many(int names)
    {
        string Object(string last) => "{" + string.Join(",", Enumerable.Range(0, names).Select(i => $"\"name{i}\":{{\"name{i}\":0}}")) + $",\"{last}\":0}}";

        Assert.NotNull(JsonBody.Parse(Encoding.UTF8.GetBytes(Object("other"))));
        foreach (var i in Enumerable.Range(0, names))
        {
            var error = Assert.Throws<ScimException>(() => JsonBody.Parse(Encoding.UTF8.GetBytes($"{{\"a\":{{}},\"b\":[1,{Object($"NAME{i}")}]}}"))).Error;
            Assert.Contains($"'NAME{i}' twice", error.Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\ufeff{}")]
    [InlineData(" {\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":2}]} ")]
    [InlineData("{\"a\":\"\\ud83d\\ude00 \u2028 \U0010FFFF\"}")]
    [Holds("H-04")]
    public void Taken(string body) => Assert.NotNull(JsonBody.Parse(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"a\":null,\"b\":true,\"c\":false,\"d\":\"\",\"e\":[],\"f\":{}}")]
    [InlineData("{\"a\":[1,[2,[\"x\",null,{\"b\":[{\"b\":{}}]}]],{\"a\":{\"a\":\"a\"}}],\"n\":{\"n\":[]}}")]
    [InlineData("{\"\\u0061\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\",\"ü\":\"€ \u2028\"}")]
    [InlineData("{\"a\":0,\"b\":-0,\"c\":1.50,\"d\":1e400,\"e\":12345678901234567890123456789.000000000000000001}")]
    public void The_tree_is_what_the_text_says(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var expected = JsonNode.Parse(body)!.ToJsonString();
        using var flat = JsonBody.ParseFlat(bytes);

        Assert.Equal(expected, JsonBody.Parse(bytes).ToJsonString());
        Assert.Equal(expected, JsonBody.Tree(flat.RootElement).ToJsonString());
        Assert.Equal(expected, JsonBody.Tree(JsonBody.Flat(JsonBody.Parse(bytes))).ToJsonString());
    }

    [Fact]
    public void A_name_is_what_is_written_whatever_was_read_before_it()
    {
        string[] names = [.. Enumerable.Range(0, 5000).SelectMany(i => new[] { $"{i}", $"name{i}name", $"urn:example:{i}:User", $"ü{i}", new string('n', 100 + (i % 60)) + i })];

        foreach (var _ in Enumerable.Range(0, 2))
            Assert.All(names, name => Assert.Equal(name, MemberNames.Of(Encoding.UTF8.GetBytes(name))));
    }

    [Theory]
    [InlineData(new byte[] { 0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0xC0, 0xAF, 0x22, 0x7D })] // overlong
    [InlineData(new byte[] { 0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x7D })] // surrogate as bytes
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00 })] // UTF-16
    [Holds("H-04")]
    public void Bytes_that_are_not_UTF_8_are_refused(byte[] body) => Assert.Throws<ScimException>(() => JsonBody.Parse(body));

    [Theory]
    [InlineData(JsonBody.MaxDepth - 1, true)]
    [InlineData(JsonBody.MaxDepth, false)]
    [InlineData(200_000, false)]
    [Holds("SEC-07")]
    public void Depth_is_bounded(int arrays, bool taken)
    {
        var body = Encoding.UTF8.GetBytes("{\"a\":" + new string('[', arrays) + new string(']', arrays) + "}");

        var error = Record.Exception(() => JsonBody.Parse(body));

        Assert.Equal(taken, error is null);
        Assert.True(error is null or ScimException);
    }

    [Theory]
    [InlineData(JsonBody.MaxNumberLength, true)]
    [InlineData(JsonBody.MaxNumberLength + 1, false)]
    [InlineData(5000, false)]
    public void The_length_of_a_number_is_bounded(int digits, bool taken)
    {
        var error = Record.Exception(() => JsonBody.Parse(Encoding.UTF8.GetBytes("{\"a\":" + new string('9', digits) + "}")));

        Assert.Equal(taken, error is null);
    }

    [Fact]
    public void The_error_tells_the_place()
    {
        var error = Assert.Throws<ScimException>(() => JsonBody.Parse("{\n \"a\": tru }"u8.ToArray())).Error;

        Assert.Contains("line 2", error.Detail, StringComparison.Ordinal);
    }
}
