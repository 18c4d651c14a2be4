using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary>Documents lie in memory that others' are read into once their answer is sent, and not before: nobody is shown what another asked for (T04).</summary>
public sealed class AnswersAtOnceTests(ServerFixture fixture)
{
    // More than the sockets on the way hold.
    const int UsersOfPage = 130;

    const string Page = Lists.Prefix + "/Users?count=200";

    // Nothing else of a page has these.
    const char Ours = 'Q', Theirs = 'X';

    [Fact]
    public async Task A_page_that_is_taken_slowly_stays_what_it_was_while_others_read_theirs()
    {
        using var ours = await NewDirectoryAsync(Ours);
        using var theirs = await NewDirectoryAsync(Theirs);
        var expected = await ours.GetByteArrayAsync(Page);

        using var request = new HttpRequestMessage(HttpMethod.Get, Page);
        using var slow = await ours.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await slow.Content.ReadAsStreamAsync();
        var taken = new byte[expected.Length];
        await stream.ReadExactlyAsync(taken.AsMemory(0, 100));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var again = 0; again < 3; again++)
                Assert.False((await theirs.GetByteArrayAsync(Page)).AsSpan().Contains((byte)Ours));
        })));

        await stream.ReadExactlyAsync(taken.AsMemory(100));
        Assert.False(taken.AsSpan().Contains((byte)Theirs));
        Assert.True(expected.AsSpan().SequenceEqual(taken));
    }

    // Of 100 KB each.
    async Task<HttpClient> NewDirectoryAsync(char filled)
    {
        var http = await fixture.Server.NewDirectoryAsync();
        var entitlements = string.Join(',', Enumerable.Range(0, 100).Select(i => $$"""{"value":"{{i}}{{new string(filled, 1000)}}"}"""));
        for (var i = 0; i < UsersOfPage; i++)
            await http.CreateAsync("/Users", $$"""{"userName":"u{{i}}","entitlements":[{{entitlements}}]}""");
        return http;
    }
}
