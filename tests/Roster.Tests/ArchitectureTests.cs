using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>Who may know whom. Read from the project files and the sources, so that a reference nothing uses yet is found too.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class ArchitectureTests
{
    static readonly string Root = FindRoot();

    /// <summary>Each project with all it may reference of ours. A project that is not listed may not exist.</summary>
    static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["Roster.Scim"] = [],
        ["Roster.Client"] = [],
        ["Roster.Client.Extensions"] = ["Roster.Client"],
        ["Roster.Storage"] = ["Roster.Scim"],
        ["Roster.Genesys"] = ["Roster.Scim"],
        ["Roster.Server"] = ["Roster.Scim", "Roster.Storage", "Roster.Genesys"],
        ["Roster.Probe"] = [],
        ["Roster"] = ["Roster.Scim", "Roster.Storage", "Roster.Genesys", "Roster.Server", "Roster.Client", "Roster.Probe"],
    };

    public static TheoryData<string> Projects =>
        [.. Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(Root, p))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_lies_below_it(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var references = Items(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/')));

        Assert.Contains(name, Arrows.Keys);
        Assert.Empty(references.Except(Arrows[name], StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Roster.Scim")]
    [InlineData("Roster.Client")]
    [InlineData("Roster.Probe")]
    public void A_project_of_the_base_library_alone_references_no_package(string name)
    {
        var project = Path.Combine("src", name, name + ".csproj");

        Assert.Empty(Items(project, "PackageReference"));
        Assert.Empty(Items(project, "FrameworkReference"));
    }

    [Fact]
    public void What_registers_the_client_needs_the_factory_of_HTTP_clients_alone()
    {
        var project = Path.Combine("src", "Roster.Client.Extensions", "Roster.Client.Extensions.csproj");

        Assert.Equal(["Microsoft.Extensions.Http"], Items(project, "PackageReference"));
        Assert.Empty(Items(project, "FrameworkReference"));
    }

    [Theory]
    [InlineData("Roster.Client")]
    [InlineData("Roster.Client.Extensions")]
    public void What_others_compile_against_is_fit_for_trimming_and_its_public_members_are_written_down(string name)
    {
        var project = XDocument.Load(Path.Combine(Root, "src", name, name + ".csproj"));

        Assert.All(["IsAotCompatible", "GuardsPublicApi"], property => Assert.Equal("true", project.Descendants(property).Single().Value));
    }

    [Fact]
    public void The_protocol_core_needs_nothing_but_the_base_library()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location);

        Assert.All(typeof(Scim.ScimProfile).Assembly.GetReferencedAssemblies(), reference =>
            Assert.Equal(framework, Path.GetDirectoryName(Assembly.Load(reference).Location)));
    }

    [Theory]
    [InlineData("Roster.Scim")]
    [InlineData("Roster.Storage")]
    public void Neither_core_nor_storage_knows_a_vendor_or_a_permission(string project)
    {
        var sources = Sources(project, "*.cs", "*.json", "*.sql", "*.csproj").ToList();

        Assert.NotEmpty(sources);
        foreach (var word in new[] { "Genesys", "PureCloud", "directory:" })
            Assert.All(sources, file => Assert.DoesNotContain(word, Knowledge(file), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The commands for servers speak to Roster as to any other server: over HTTP, by the client library.</summary>
    [Theory]
    [InlineData("Attributes")]
    [InlineData("Contexts")]
    [InlineData("Output")]
    [InlineData("Seeding")]
    [InlineData("Transfer")]
    public void What_commands_use_on_a_server_knows_nothing_of_our_own(string folder)
    {
        var sources = Sources(Path.Combine("Roster", folder), "*.cs").ToList();

        Assert.NotEmpty(sources);
        foreach (var word in new[] { "Roster.Storage", "Roster.Genesys", "RosterStore", "RosterOptions", "RosterApplication" })
            Assert.All(sources, file => Assert.DoesNotContain(word, File.ReadAllText(file), StringComparison.Ordinal));
    }

    // T45: an expression that can backtrack lets a short text hold a processor for minutes.
    [Fact]
    [Holds("SEC-08")]
    public void No_regular_expression_can_backtrack()
    {
        var lines = Sources("", "*.cs").SelectMany(file => File.ReadLines(file).Select((text, i) => (Place: $"{Path.GetRelativePath(Root, file)}:{i + 1}", Text: text)));
        string[] uses = ["new Regex(", "[GeneratedRegex(", "Regex.IsMatch(", "Regex.Match(", "Regex.Matches(", "Regex.Replace(", "Regex.Split("];

        Assert.Empty(lines.Where(l => uses.Any(u => l.Text.Contains(u, StringComparison.Ordinal)) && !l.Text.Contains("NonBacktracking", StringComparison.Ordinal)).Select(l => l.Place));
    }

    // Letting a test assembly see internals is not knowing what it tests.
    static string Knowledge(string file) =>
        string.Join('\n', File.ReadLines(file).Where(line => !line.Contains("InternalsVisibleTo", StringComparison.Ordinal)));

    static IEnumerable<string> Items(string project, string item) =>
        XDocument.Load(Path.Combine(Root, project)).Descendants(item).Select(e => e.Attribute("Include")!.Value);

    static IEnumerable<string> Sources(string project, params string[] patterns) =>
        patterns.SelectMany(p => Directory.GetFiles(Path.Combine(Root, "src", project), p, SearchOption.AllDirectories))
            .Where(f => !Path.GetRelativePath(Root, f).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    static string FindRoot([CallerFilePath] string thisFile = "")
    {
        // The build may map source paths; then the test's own folder leads there.
        var start = File.Exists(thisFile) ? Path.GetDirectoryName(thisFile) : AppContext.BaseDirectory;
        for (var folder = new DirectoryInfo(start!); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "roster.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests must run inside the source tree.");
    }
}
