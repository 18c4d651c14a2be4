using Roster.Scim.Resources;
using Xunit;

namespace Roster.Scim.Tests.Resources;

public sealed class DocumentMemoryTests
{
    [Theory]
    [InlineData(1200)]
    [InlineData(4096, 1, 4096)]
    [InlineData(3000, 3000, 100_000, 0, 3000)]
    [InlineData(1_000_000, 1, 2)]
    public void Each_document_has_room_of_its_own(params int[] lengths)
    {
        var memory = new DocumentMemory();
        foreach (var _ in new[] { "first", "and again" })
        {
            var rooms = Array.ConvertAll(lengths, memory.Take);
            for (var i = 0; i < rooms.Length; i++)
                rooms[i].Span.Fill((byte)i);

            Assert.Equal(lengths, rooms.Select(room => room.Length));
            for (var i = 0; i < rooms.Length; i++)
                Assert.False(rooms[i].Span.ContainsAnyExcept((byte)i));
            memory.GiveBack();
        }
    }

    [Fact]
    public void What_was_given_back_is_used_again()
    {
        var memory = new DocumentMemory();
        memory.Take(100);
        memory.GiveBack();

        var before = GC.GetAllocatedBytesForCurrentThread();
        memory.Take(100);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100);
    }
}
