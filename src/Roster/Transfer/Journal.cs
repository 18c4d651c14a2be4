using System.Text.Json;
using Roster.Server.Options;

namespace Roster.Transfer;

/// <summary>
/// How far an import came, in a file beside the input: a line for the import that it is of, then a line for each batch that is done. A line that is torn, since the machine or the program stopped while it was written,
/// counts for nothing. The file is held while the import runs, and goes when it is done.
/// </summary>
sealed class Journal : IDisposable
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    readonly FileStream file;

    Journal(FileStream held, Tally done) => (file, Done) = (held, done);

    public string Path => file.Name;

    /// <summary>What was done by the runs before.</summary>
    public Tally Done { get; }

    /// <param name="import">What tells this import from every other: a hash of the file, the mapping, the server.</param>
    /// <exception cref="OptionsException">The file is of another import, or one that is running, or is no journal.</exception>
    public static Journal Open(string path, string import)
    {
        FileStream held;
        try
        {
            held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException used) when (File.Exists(path))
        {
            throw new OptionsException($"The journal '{path}' is in use: {used.Message} Is the same import running already?", used);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new OptionsException($"The journal '{path}' cannot be written: {refused.Message} Name another place with --journal.", refused);
        }

        try
        {
            var (lines, length) = WholeLines(held);
            if (lines.Count == 0)
            {
                var fresh = new Journal(held, new Tally());
                held.SetLength(0);
                fresh.Append(new Head(import));
                return fresh;
            }

            if (Read<Head>(lines[0]) is not { Import: { } of })
                throw new OptionsException($"'{path}' is not a journal of an import. Name another file with --journal.");
            var done = lines.Count > 1 ? Read<Tally>(lines[^1]) ?? new Tally() : new Tally();
            if (of != import && done.Rows == 0)
            {
                // Whatever it was of, nothing is to be gone on with.
                held.SetLength(0);
                var fresh = new Journal(held, done);
                fresh.Append(new Head(import));
                return fresh;
            }

            if (of != import)
                throw new OptionsException($"The journal '{path}' is of another import: the file, the mapping, the server or an option is another. Remove it to begin anew, or name another with --journal.");

            held.SetLength(length);
            held.Seek(length, SeekOrigin.Begin);
            return new(held, done);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Writes down that a batch is done.</summary>
    public void Append(Tally done) => Append<Tally>(done);

    /// <summary>The import is done; nothing is left to go on with.</summary>
    public void Finish()
    {
        file.Dispose();
        File.Delete(Path);
    }

    public void Dispose() => file.Dispose();

    void Append<T>(T line)
    {
        JsonSerializer.Serialize(file, line, Json);
        file.WriteByte((byte)'\n');
        file.Flush();
    }

    static (IReadOnlyList<byte[]> Lines, long Length) WholeLines(FileStream held)
    {
        var bytes = new byte[held.Length];
        held.ReadExactly(bytes);
        var (lines, start) = (new List<byte[]>(), 0);
        for (int end; (end = Array.IndexOf(bytes, (byte)'\n', start)) >= 0; start = end + 1)
        {
            // The first and the last one are all that is needed.
            if (lines.Count == 2)
                lines.RemoveAt(1);
            lines.Add(bytes[start..end]);
        }

        return (lines, start);
    }

    static T? Read<T>(byte[] line)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    sealed record Head(string? Import);
}
