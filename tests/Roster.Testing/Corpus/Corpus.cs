using System.Text.Json.Nodes;

namespace Roster.Testing;

/// <summary>The recorded requests and the vectors under <c>tests/corpus</c>, read where they lie in the source tree.</summary>
public static class Corpus
{
    static readonly string Root = FindRoot();

    /// <summary>The full name of a file of the corpus, given as parts below <c>tests/corpus</c>.</summary>
    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, "tests", "corpus", .. parts]);

    public static JsonNode Read(params ReadOnlySpan<string> parts) =>
        JsonNode.Parse(File.ReadAllText(Path(parts))) ?? throw new InvalidDataException("The file holds null.");

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "roster.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds roster.slnx.");
    }
}
