using System.Buffers;
using System.Text;
using Roster.Server.Http;
using Xunit;

namespace Roster.Server.Tests.Http;

/// <summary>Bodies have passwords in them: nobody who gets their memory after them finds any (T23).</summary>
public sealed class LentBodyTests
{
    [Theory]
    [InlineData(16, 1)]
    [InlineData(16, 1_000)]
    [InlineData(65_536, 3)]
    public void What_it_had_is_wiped_out(int room, int parts)
    {
        var secret = Encoding.ASCII.GetBytes("\"password\":\"t1Ger-in-the-tank\"");
        var body = new LentBody(room);
        var seen = new List<ReadOnlyMemory<byte>>();
        for (var i = 0; i < parts; i++)
        {
            body.Add(new ReadOnlySequence<byte>(secret), expected: parts * secret.Length);
            seen.Add(body.Memory);
        }

        Assert.Equal(Enumerable.Repeat(secret, parts).SelectMany(s => s), body.Memory.ToArray());
        body.Dispose();

        Assert.Equal(0, body.Length);
        // Also where it was before it grew.
        Assert.All(seen, memory => Assert.Equal(-1, memory.Span.IndexOf(secret)));
    }
}
