using System.Security.Cryptography;
using System.Text;
using Roster.Server.Options;

namespace Roster.Transfer;

/// <summary>A file to be imported, read once from its beginning to its end.</summary>
sealed class RowFile : IDisposable
{
    readonly Stream stream;
    readonly StreamReader text;
    readonly CsvRows? csv;

    RowFile(string? path, Stream stream, FileForm form, char delimiter)
    {
        (Path, this.stream, Form) = (path, stream, form);
        text = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: false), detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
        csv = form is FileForm.Csv ? new CsvRows(text, delimiter) : null;
    }

    /// <summary>Null for standard input.</summary>
    public string? Path { get; }

    public FileForm Form { get; }

    /// <summary>The columns of a CSV file.</summary>
    public IReadOnlyList<string>? Columns => csv?.Columns;

    /// <summary>How much of it is read, 0 to 1; null when its length is not known.</summary>
    public double? Fraction => stream.CanSeek ? (stream.Length == 0 ? 1 : (double)stream.Position / stream.Length) : null;

    /// <param name="path">- is standard input.</param>
    /// <param name="form">Null when the file's name tells.</param>
    /// <exception cref="OptionsException">There is no such file, or no telling what is in it.</exception>
    public static RowFile Open(string path, FileForm? form, char delimiter)
    {
        var known = form ?? FormOf(path) ?? throw new OptionsException($"What is in '{path}' does not show by its name: say --format csv, jsonl or ldif.");
        if (path is "-")
            return new(null, Console.OpenStandardInput(), known, delimiter);
        if (!File.Exists(path))
            throw new OptionsException($"There is no file '{path}'.");
        return new(System.IO.Path.GetFullPath(path), new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan), known, delimiter);
    }

    public static FileForm? FormOf(string path) => System.IO.Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".CSV" => FileForm.Csv,
        ".JSONL" or ".NDJSON" or ".JSONLINES" => FileForm.Jsonl,
        ".LDIF" or ".LDF" => FileForm.Ldif,
        _ => null,
    };

    public IEnumerable<Row> Rows() => Form switch
    {
        FileForm.Csv => csv!.Read(),
        FileForm.Jsonl => JsonRows.Read(text),
        _ => LdifRows.Read(text),
    };

    /// <summary>What tells the file's content, with what is done to it, from any other.</summary>
    public static string Fingerprint(string path, params ReadOnlySpan<string> with)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var file = File.OpenRead(path))
            hash.AppendData(SHA256.HashData(file));
        foreach (var part in with)
            hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(part)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public void Dispose()
    {
        csv?.Dispose();
        text.Dispose();
        stream.Dispose();
    }
}
