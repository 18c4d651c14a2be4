using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.ObjectPool;

namespace Roster.Server.Http;

/// <summary>Where an answer is put together that is small enough for its length to be known before it is sent. They are used again and again.</summary>
sealed class AnswerBuffer : IDisposable
{
    // Larger ones are not kept, so that one large answer does not cost memory for ever.
    const int LargestKept = 256 * 1024;

    static readonly ObjectPool<AnswerBuffer> Pool = new DefaultObjectPool<AnswerBuffer>(new Policy(), maximumRetained: 64);

    readonly ArrayBufferWriter<byte> bytes = new(4096);
    readonly Utf8JsonWriter writer;

    AnswerBuffer() => writer = new Utf8JsonWriter(bytes, JsonAnswer.WriterOptions);

    /// <summary>Answers with what <paramref name="write"/> writes, in the type that the request asks for.</summary>
    public static async Task AnswerAsync<T>(HttpContext http, int status, T what, Action<Utf8JsonWriter, T> write)
    {
        var buffer = Pool.Get();
        buffer.Put(what, write);
        await JsonAnswer.WriteAsync(http, status, buffer.bytes.WrittenMemory, MediaTypes.ForAnswer(http.Request));
        // Only now: whoever compresses the answer may read it later than it was given to them. What failed is left to the garbage collector.
        Pool.Return(buffer);
    }

    void Put<T>(T what, Action<Utf8JsonWriter, T> write)
    {
        write(writer, what);
        writer.Flush();
    }

    public void Dispose() => writer.Dispose();

    sealed class Policy : PooledObjectPolicy<AnswerBuffer>
    {
        public override AnswerBuffer Create() => new();

        public override bool Return(AnswerBuffer buffer)
        {
            if (buffer.bytes.Capacity > LargestKept)
            {
                buffer.Dispose();
                return false;
            }

            buffer.writer.Reset();
            // The next one writes over what is there.
            buffer.bytes.ResetWrittenCount();
            return true;
        }
    }
}
