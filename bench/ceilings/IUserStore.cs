namespace Roster.Bench.Ceilings;

/// <summary>Reads and writes users in Roster's own tables.</summary>
interface IUserStore : IAsyncDisposable
{
    /// <summary>Answers with the stored document, or with 404.</summary>
    Task ReadAsync(string id, HttpResponse response);

    /// <summary>Writes all rows of one more user; done when they are durable.</summary>
    Task WriteAsync(byte[] document);
}
