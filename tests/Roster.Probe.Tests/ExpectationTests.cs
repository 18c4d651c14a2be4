using System.Text.Json.Nodes;
using Roster.Probe.Conversations;

namespace Roster.Probe.Tests;

/// <summary>How answers are compared with what is needed, and which differences a client goes on after.</summary>
public sealed class ExpectationTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":null}""", """{"b":2}""")]
    [InlineData("""["x","y"]""", """["y","x"]""")]
    [InlineData("""[{"value":"1"},{"value":"2"}]""", """[{"value":"2","type":"work"},{"value":"1"}]""")]
    [InlineData("""{"$match":"^t"}""", "true")]
    [InlineData("""{"$match":"^[0-9]+$"}""", "17")]
    [InlineData("""{"$count":2}""", "[1,2]")]
    [InlineData("""{"$contains":{"a":1}}""", """[{"b":1},{"a":1,"b":1}]""")]
    [InlineData("""{"$lacks":{"a":1}}""", """[{"a":2}]""")]
    [InlineData("""{"$lacks":{"a":1}}""", null)]
    [InlineData("""{"$exactly":{"a":1}}""", """{"a":1}""")]
    public void It_fits(string expected, string? actual) => Assert.Null(Difference(expected, actual));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":"1"}""", ".a: expected 1, got \"1\"")]
    [InlineData("""{"a":null}""", """{"a":2}""", ".a: expected nothing, got 2")]
    [InlineData("""{"a":{"b":1}}""", """{"a":[]}""", ".a: expected an object, got []")]
    [InlineData("""["x","x"]""", """["x","y"]""", ": expected a list with \"x\", got [\"x\",\"y\"]")]
    [InlineData("""["x"]""", """["x","y"]""", ": expected 1 values: [\"x\"], got [\"x\",\"y\"]")]
    [InlineData("[]", """["x"]""", ": expected an empty list, got [\"x\"]")]
    [InlineData("""{"$match":"^t"}""", "[true]", ": expected what matches ^t, got [true]")]
    [InlineData("""{"$lacks":{"a":1}}""", """[{"a":1}]""", ": expected a list without {\"a\":1}, got [{\"a\":1}]")]
    [InlineData("""{"$exactly":{"a":1}}""", """{"a":1,"b":2}""", ": expected {\"a\":1}, got {\"a\":1,\"b\":2}")]
    // What weighs more is told, though it comes later.
    [InlineData("""{"itemsPerPage":1,"totalResults":1}""", """{"itemsPerPage":20,"totalResults":0}""", ".totalResults: expected 1, got 0")]
    [InlineData("""{"members":[],"displayName":"A"}""", """{"displayName":"B"}""", ".displayName: expected \"A\", got \"B\"")]
    public void It_does_not_fit_and_a_client_stops(string expected, string actual, string told)
    {
        var fault = Difference(expected, actual);

        Assert.Equal((told, false), (fault?.ToString(), fault?.IsLight));
    }

    [Theory]
    [InlineData("""{"itemsPerPage":1}""", """{"itemsPerPage":20}""", ".itemsPerPage")]
    [InlineData("""{"members":[]}""", "{}", ".members")]
    [InlineData("""{"groups":[{"value":"g"}]}""", "{}", ".groups")]
    [InlineData("""{"Resources":[{"id":"1","groups":[{"value":"g"}]}]}""", """{"Resources":[{"id":"1"}]}""", ".Resources.0.groups")]
    public void It_does_not_fit_and_a_client_goes_on(string expected, string actual, string at)
    {
        var fault = Difference(expected, actual);

        Assert.Equal((at, true), (fault?.At, fault?.IsLight));
    }

    static Fault? Difference(string expected, string? actual) => Expectation.Difference(JsonNode.Parse(expected), actual is null ? null : JsonNode.Parse(actual), "", FaultKind.Body);
}
