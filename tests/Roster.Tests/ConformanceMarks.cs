using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using Roster.Probe.Conversations;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>A line of the standards, or of our decisions on them, in one line of our own words.</summary>
sealed record Requirement(string Id, string Level, string Source, string Says)
{
    public string Section => Id[..Id.IndexOf('-', StringComparison.Ordinal)];
}

/// <summary>Lines that do not hold as they are written, and why. <paramref name="Kind"/> is <c>overridden</c>, <c>unshown</c> or <c>later</c>.</summary>
/// <param name="Surface"><c>both</c>, <c>standard</c> or <c>genesys</c>.</param>
sealed record Elsewhere(IReadOnlyList<string> Ids, string Kind, string Surface, string Reason)
{
    /// <summary>Whether it accounts for the line. What a vendor's surface does otherwise does not: the standard surface still holds the line.</summary>
    public bool Excuses(string id) => Surface != "genesys" && Ids.Contains(id, StringComparer.Ordinal);
}

/// <summary>Something that fails when the line <paramref name="Id"/> is broken; <paramref name="By"/> is its name in the page.</summary>
sealed record Mark(string Id, MarkKind Kind, string By);

enum MarkKind
{
    Conversation,
    Test,
    Vector,
}

/// <summary>
/// The marks of all test projects, conversations and vectors. Compiled tests are read as files: nothing of another test project is loaded
/// into this one.
/// </summary>
static class ConformanceMarks
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The top of the source tree.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Corpus.Path(), "..", ".."));

    public static IReadOnlyList<Requirement> Requirements { get; } = Corpus.Read("requirements.json").Deserialize<List<Requirement>>(Json)!;

    public static IReadOnlyList<Elsewhere> Elsewhere { get; } = Corpus.Read("requirements-elsewhere.json").Deserialize<List<Elsewhere>>(Json)!;

    /// <summary>Every mark, in the order in which the page names them.</summary>
    public static IReadOnlyList<Mark> All() =>
        [.. Conversations().Concat(Tests()).Concat(Vectors()).Distinct().OrderBy(m => m.Kind).ThenBy(m => m.By, StringComparer.Ordinal)];

    static IEnumerable<Mark> Conversations() =>
        from conversation in Conversation.All
        from id in conversation.Holds
        select new Mark(id, MarkKind.Conversation, conversation.Name + ".json");

    static IEnumerable<Mark> Vectors() =>
        from line in Corpus.Read("vectors", "holds.json").AsObject()
        from vector in line.Value!.AsArray().Select(v => (string)v!)
        select new Mark(line.Key, MarkKind.Vector, (vector.StartsWith('F') ? "filter vector " : "PATCH vector ") + vector);

    static IEnumerable<Mark> Tests() => TestProjects().SelectMany(project =>
    {
        // Beside this assembly: built for the same configuration and framework.
        var output = Path.GetRelativePath(Path.Combine(Root, "tests", "Roster.Tests"), AppContext.BaseDirectory);
        var assembly = Path.Combine(Root, "tests", project, output, project + ".dll");
        return File.Exists(assembly)
            ? OfAssembly(assembly)
            : throw new FileNotFoundException($"tests/{project} is not built ({Path.GetRelativePath(Root, assembly)} is missing): run 'dotnet build roster.slnx' first.");
    });

    static IEnumerable<string> TestProjects() =>
        Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories).Select(p => Path.GetFileNameWithoutExtension(p));

    static List<Mark> OfAssembly(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return
        [
            .. from handle in metadata.CustomAttributes
               let attribute = metadata.GetCustomAttribute(handle)
               where IsHolds(metadata, attribute)
               from id in Ids(metadata.GetBlobReader(attribute.Value))
               select new Mark(id, MarkKind.Test, Name(metadata, attribute.Parent)),
        ];
    }

    static bool IsHolds(MetadataReader metadata, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
        && metadata.GetTypeReference((TypeReferenceHandle)parent) is var type
        && metadata.StringComparer.Equals(type.Name, nameof(HoldsAttribute))
        && metadata.StringComparer.Equals(type.Namespace, typeof(HoldsAttribute).Namespace!);

    /// <summary>The one argument, a list of texts, behind the two bytes with which every attribute's value begins (ECMA-335 II.23.3).</summary>
    static IEnumerable<string> Ids(BlobReader value)
    {
        value.ReadUInt16();
        return [.. Enumerable.Range(0, value.ReadInt32()).Select(_ => value.ReadSerializedString()!)];
    }

    static string Name(MetadataReader metadata, EntityHandle marked)
    {
        if (marked.Kind == HandleKind.TypeDefinition)
            return metadata.GetString(metadata.GetTypeDefinition((TypeDefinitionHandle)marked).Name);

        var method = metadata.GetMethodDefinition((MethodDefinitionHandle)marked);
        return Name(metadata, method.GetDeclaringType()) + "." + metadata.GetString(method.Name);
    }
}
