using Microsoft.Extensions.Configuration;
using Roster.Server.Options;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Options;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("Data", "", "Data must not be empty")]
    [InlineData("Urls", "", "Urls must not be empty")]
    [InlineData("Urls", "nonsense", "not an http or https address")]
    [InlineData("Urls", "ftp://127.0.0.1", "not an http or https address")]
    [InlineData("Urls", "http://127.0.0.1:8080/scim", "has a path")]
    [InlineData("Urls", "http://0.0.0.0:8080", "AllowPlainHttp")]
    [InlineData("Urls", "http://*:8080", "AllowPlainHttp")]
    [InlineData("Urls", "http://127.0.0.1:8080;http://10.0.0.1:80", "AllowPlainHttp")]
    [InlineData("RateLimit:RequestsPerMinute", "-1", "RateLimit:RequestsPerMinute must be between 0 and")]
    [InlineData("RateLimit:RequestsPerMinute", "many", "RateLimit:RequestsPerMinute")]
    [InlineData("Genesys:Catalogues", "closed", "Genesys:Catalogues must be one of open, strict")]
    [InlineData("Genesys:VersionConflictStatus", "418", "Genesys:VersionConflictStatus must be one of 400, 409, 412")]
    [InlineData("Genesys:GroupLifecycle", "maybe", "Genesys:GroupLifecycle")]
    [InlineData("Limits:BodyBytes", "0", "Limits:BodyBytes must be between")]
    [InlineData("Shutdown:DrainSeconds", "-1", "Shutdown:DrainSeconds must be between 0 and 300")]
    [InlineData("Shutdown:TimeoutSeconds", "0", "Shutdown:TimeoutSeconds must be between 1 and 3600")]
    [InlineData("Passwords:Concurrent", "0", "Passwords:Concurrent must be between")]
    [InlineData("Log:Format", "xml", "Log:Format must be one of text, json")]
    public void A_wrong_value_is_refused_with_a_sentence_that_names_the_key(string key, string value, string sentence)
    {
        var refused = Assert.Throws<OptionsException>(() => Read((key, value)));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id", "")]
    [InlineData("", "a long enough secret")]
    [InlineData("id", null)]
    [InlineData(null, "a long enough secret")]
    [InlineData("a b", "a long enough secret")]
    public void Half_or_empty_credentials_are_refused_and_not_repeated(string? id, string? secret)
    {
        var refused = Assert.Throws<OptionsException>(() => Read(("Bootstrap:ClientId", id), ("Bootstrap:ClientSecret", secret)));

        Assert.Contains("Bootstrap:", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a long enough secret", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://[::1]:8080")]
    [InlineData("https://0.0.0.0:8443")]
    [Holds("SEC-01")]
    public void Plain_HTTP_is_for_this_machine(string urls) => Assert.Equal(urls, Read(("Urls", urls)).Urls);

    [Fact]
    public void Plain_HTTP_beyond_this_machine_is_for_those_who_ask() =>
        Assert.True(Read(("Urls", "http://+:80"), ("AllowPlainHttp", "true")).AllowPlainHttp);

    [Fact]
    public void The_command_line_wins_over_the_environment()
    {
        Environment.SetEnvironmentVariable("ROSTER_Genesys__VersionConflictStatus", "409");
        Environment.SetEnvironmentVariable("ROSTER_Genesys__Catalogues", "strict");
        try
        {
            var options = OptionsReader.Read(OptionsReader.Sources(["--Genesys:VersionConflictStatus", "412"]));

            Assert.Equal((412, "strict"), (options.Genesys.VersionConflictStatus, options.Genesys.Catalogues));
        }
        finally
        {
            Environment.SetEnvironmentVariable("ROSTER_Genesys__VersionConflictStatus", null);
            Environment.SetEnvironmentVariable("ROSTER_Genesys__Catalogues", null);
        }
    }

    [Theory]
    [InlineData("--Genesys:GroupLifeCycles", "true")]
    [InlineData("--Foo", "1")]
    [InlineData("--Data:Folder", "x")]
    public void A_key_that_there_is_not_is_refused(string key, string value) =>
        Assert.Throws<OptionsException>(() => OptionsReader.Sources([key, value]));

    static RosterOptions Read(params (string Key, string? Value)[] values) =>
        OptionsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(values.Where(v => v.Value is not null).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal)).Build());
}
