using Roster.Testing;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Roster.Server.Options;
using YamlDotNet.RepresentationModel;

namespace Roster.Tests;

/// <summary>The files under <c>deploy/</c> fit the program that they start.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed partial class DeploymentTests
{
    static readonly string Root = typeof(DeploymentTests).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
        .Cast<System.Reflection.AssemblyMetadataAttribute>().Single(a => a.Key is "RepositoryRoot").Value!;

    static readonly string Deploy = Path.Combine(Root, "deploy");
    static readonly string Chart = Path.Combine(Deploy, "helm", "roster");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Deploy, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Deploy, f))];

    public static TheoryData<string> Templates => [.. Directory.EnumerateFiles(Path.Combine(Chart, "templates"), "*.yaml").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_setting_that_a_file_makes_is_an_option(string file)
    {
        var named = Setting().Matches(File.ReadAllText(Path.Combine(Deploy, file))).Select(m => m.Groups["option"].Value).Distinct(StringComparer.Ordinal);

        Assert.Empty(named.Except(Options(typeof(RosterOptions), ""), StringComparer.Ordinal));
    }

    [Fact]
    public void Compose_runs_two_nodes_on_one_database_that_their_role_owns_and_stops_them_late_enough()
    {
        var services = (YamlMappingNode)Yaml(Path.Combine(Deploy, "compose", "compose.yaml"))["services"];
        var shared = (YamlMappingNode)Yaml(Path.Combine(Deploy, "compose", "compose.yaml"))["x-roster"];
        var environment = (YamlMappingNode)shared["environment"];
        var script = File.ReadAllText(Path.Combine(Deploy, "compose", "postgres-init.sh"));

        Assert.Superset(new HashSet<string>(["roster-1", "roster-2", "postgres", "proxy"], StringComparer.Ordinal), services.Children.Keys.Select(k => k.ToString()).ToHashSet(StringComparer.Ordinal));
        Assert.Contains("Username=roster;", environment["ROSTER_Storage__ConnectionString"].ToString(), StringComparison.Ordinal);
        Assert.True(Number(shared["stop_grace_period"]) > Number(environment["ROSTER_Shutdown__DrainSeconds"]) + Number(environment["ROSTER_Shutdown__TimeoutSeconds"]));
        Assert.Contains("CREATE ROLE roster LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS", script, StringComparison.Ordinal);
        Assert.Contains("CREATE DATABASE roster OWNER roster", script, StringComparison.Ordinal);
    }

    [Fact]
    public void The_unit_stops_the_server_later_than_it_stops_by_itself()
    {
        var unit = File.ReadAllLines(Path.Combine(Deploy, "roster.service"));
        var standard = new ShutdownOptions();

        Assert.True(Number(unit.Single(l => l.StartsWith("TimeoutStopSec=", StringComparison.Ordinal))) > standard.DrainSeconds + standard.TimeoutSeconds);
        Assert.DoesNotContain(unit, l => l.StartsWith("MemoryDenyWriteExecute=yes", StringComparison.Ordinal));
    }

    [Fact]
    public void The_image_is_built_from_files_that_there_are_and_every_project_that_the_program_needs()
    {
        var lines = File.ReadAllLines(Path.Combine(Deploy, "Dockerfile"));
        var sources = lines.Where(l => l.StartsWith("COPY ", StringComparison.Ordinal) && !l.Contains("--from", StringComparison.Ordinal)).SelectMany(l => l.Split(' ')[1..^1]).ToList();

        Assert.All(sources, s => Assert.True(Path.Exists(Path.Combine(Root, s)), s));
        Assert.Empty(Needed(Path.Combine("src", "Roster", "Roster.csproj")).Except(sources, StringComparer.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("HEALTHCHECK ", StringComparison.Ordinal) && l.EndsWith("""CMD ["/app/roster", "health"]""", StringComparison.Ordinal));
        Assert.Contains("USER $APP_UID", lines);
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public void A_template_is_YAML_around_its_directives_which_are_all_closed(string name)
    {
        var text = File.ReadAllText(Path.Combine(Chart, "templates", name));

        // What stands alone in a line decides or brings a block of its own; what stands in a value becomes a word.
        var document = Yaml(new StringReader(Directive().Replace(DirectiveLine().Replace(text, ""), "x")));

        Assert.Equal(Directive().Matches(text).Count(m => Opens().IsMatch(m.Value)), Directive().Matches(text).Count(m => Ends().IsMatch(m.Value)));
        foreach (var member in new[] { "apiVersion", "kind", "metadata", "spec" })
            Assert.Contains(new YamlScalarNode(member), document.Children.Keys);
    }

    [Fact]
    public void The_chart_s_templates_use_its_values_and_all_of_them()
    {
        var values = Leaves(Yaml(Path.Combine(Chart, "values.yaml")), "").ToList();
        var used = Directory.EnumerateFiles(Path.Combine(Chart, "templates")).SelectMany(f => Value().Matches(File.ReadAllText(f)).Select(m => m.Groups["value"].Value)).Distinct(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(used);
        Assert.DoesNotContain(used, u => !values.Any(v => Covers(u, v)));
        Assert.DoesNotContain(values, v => !used.Any(u => Covers(u, v)));
        Assert.Equal("roster", Yaml(Path.Combine(Chart, "Chart.yaml"))["name"].ToString());

        // A template may take a whole section, never a part of a value.
        static bool Covers(string used, string value) => string.Equals(used, value, StringComparison.Ordinal) || value.StartsWith(used + ".", StringComparison.Ordinal);
    }

    static IEnumerable<string> Options(Type section, string prefix) => section.GetProperties().SelectMany(p =>
        p.PropertyType.Namespace == typeof(RosterOptions).Namespace ? Options(p.PropertyType, $"{prefix}{p.Name}__") : [prefix + p.Name]);

    static ImmutableArray<string> Needed(string project) =>
    [
        project.Replace('\\', '/'),
        .. XDocument.Load(Path.Combine(Root, project)).Descendants("ProjectReference").Select(r => r.Attribute("Include")!.Value)
            .SelectMany(r => Needed(Path.GetRelativePath(Root, Path.GetFullPath(Path.Combine(Root, Path.GetDirectoryName(project)!, r))))),
    ];

    static IEnumerable<string> Leaves(YamlNode node, string prefix) => node is YamlMappingNode { Children.Count: > 0 } map
        ? map.Children.SelectMany(c => Leaves(c.Value, prefix.Length == 0 ? c.Key.ToString() : $"{prefix}.{c.Key}"))
        : [prefix];

    static YamlMappingNode Yaml(string file) => Yaml(new StringReader(File.ReadAllText(file)));

    static YamlMappingNode Yaml(StringReader text)
    {
        var stream = new YamlStream();
        stream.Load(text);
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    static int Number(YamlNode node) => Number(node.ToString());

    static int Number(string text) => int.Parse(string.Concat(text.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);

    // Names in capitals are Compose's own variables, which become settings in its file.
    [GeneratedRegex(@"\bROSTER_(?<option>[A-Z][A-Za-z]*[a-z][A-Za-z]*(?:__[A-Za-z]+)*)", RegexOptions.NonBacktracking)]
    private static partial Regex Setting();

    [GeneratedRegex(@"\.Values\.(?<value>[A-Za-z.]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Value();

    [GeneratedRegex(@"\{\{[^}]*\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Directive();

    [GeneratedRegex(@"(?m)^ *\{\{-[^}]*\}\}\r?\n", RegexOptions.NonBacktracking)]
    private static partial Regex DirectiveLine();

    [GeneratedRegex(@"^\{\{-? *(?:if|with|range|define) ", RegexOptions.NonBacktracking)]
    private static partial Regex Opens();

    [GeneratedRegex(@"^\{\{-? *end *-?\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Ends();
}
