using System.Security.Cryptography;
using System.Text;
using Roster.Storage.Postgres;
using Roster.Testing;

namespace Roster.Storage.Tests.Migrations;

/// <summary>What databases of earlier versions have is what a new one has once they are opened. That it is read as before is shown where there is a server.</summary>
[Trait(TestEngine.Trait, TestEngine.Postgres)]
public sealed class PostgresMigrationTests : IAsyncLifetime
{
    PostgresDatabase earlier = null!;
    PostgresDatabase fresh = null!;

    public async ValueTask InitializeAsync() => (earlier, fresh) = (await PostgresDatabase.CreateAsync(), await PostgresDatabase.CreateAsync());

    public async ValueTask DisposeAsync()
    {
        await earlier.DisposeAsync();
        await fresh.DisposeAsync();
    }

    public static TheoryData<string> Versions => [.. StoredVersion.PostgresNames];

    static IEnumerable<string> Scripts => typeof(RosterStore).Assembly.GetManifestResourceNames().Where(n => n.Contains(".Migrations.Postgres.", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    [Fact]
    public void Every_version_of_the_schema_has_its_populated_database() => Assert.Equal(
        Enumerable.Range(1, Scripts.Count()).Select(StoredVersion.PostgresName).Order(StringComparer.Ordinal), StoredVersion.PostgresNames);

    [Theory, MemberData(nameof(Versions))]
    public async Task After_opening_the_schema_is_that_of_a_new_database(string version)
    {
        await StoredVersion.MakePostgresAsync(version, earlier);

        foreach (var database in new[] { earlier, fresh })
        {
            using var dialect = new PostgresDialect(database.ConnectionString);
            PostgresMigrations.Apply(dialect.Source, partitions: 0);
        }

        Assert.Equal(await PostgresSchema.OfAsync(fresh), await PostgresSchema.OfAsync(earlier));
    }

    [Fact]
    public async Task A_script_that_was_released_never_changes()
    {
        Dictionary<string, string> released = new(StringComparer.Ordinal)
        {
            ["0001_directory.sql"] = "53457ddb4b43377ce84288f7bc4a6b6aee301efe403bf6d1db801bc4c81b4162",
            ["0002_population.sql"] = "84f53e486b2fd7b408885b99bf4aaf6a37888aacdba8420cd1bdd2d563a2476b",
            ["0003_member_ids.sql"] = "74a81ae79a3389babd74df14e05549d09dc2c65fd282d436f68d7ea89f7fc1f8",
            ["0004_names.sql"] = "97c4a8b8f1a35224a38c5750090feebb47e91986b4a3dd5952e9754cfde88181",
            ["0005_trigrams.sql"] = "3105cebd7fb1a702b5c9504252f4d38223cf438171662d222b7797602c491b8e",
            ["0006_blocks.sql"] = "393927bb3b01e2e1a35ad0d82fdd45a343b7af315c049822f4d0355fb1f7af7b",
        };

        foreach (var name in Scripts)
        {
            var script = name[(name.IndexOf(".Postgres.", StringComparison.Ordinal) + ".Postgres.".Length)..];
            using var text = new StreamReader(typeof(RosterStore).Assembly.GetManifestResourceStream(name)!);
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes((await text.ReadToEndAsync()).ReplaceLineEndings("\n"))));

            Assert.True(released.TryGetValue(script, out var known), $"'{script}' is new. Put its hash here: {hash}. Keep what the last program before it stores (tests/tools/version-fixture.py --postgres).");
            Assert.True(hash == known, $"'{script}' was changed, and installations that have run it will not run it again. Undo that, and put what shall be different into a new script with the next number.");
        }
    }
}
