using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using Roster.Scim;
using Roster.Testing;

namespace Roster.Storage.Tests;

/// <summary>How PostgreSQL goes about a statement when it does not know the values yet, as it soon is with one that was prepared.</summary>
static class PostgresPlans
{
    /// <param name="values">For each parameter its type, and an expression for a value.</param>
    public static async Task<JsonNode> ExplainAsync(PostgresDatabase database, TenantId tenant, string sql, IReadOnlyDictionary<string, (string Type, string Value)> values)
    {
        List<string> names = [.. SqlParameters.Of(sql)];
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT set_config('roster.tenant', '{tenant.Value}', true)"));
        await RunAsync("SET LOCAL plan_cache_mode = force_generic_plan");
        var literals = new List<string>();
        foreach (var name in names)
            literals.Add("'" + await RunAsync($"SELECT ({values[name].Value})::text") + "'");
        await RunAsync($"PREPARE one ({string.Join(", ", names.Select(name => values[name].Type))}) AS {SqlParameters.Replaced(sql, name => "$" + (names.IndexOf(name) + 1))}");
        return JsonNode.Parse((await RunAsync($"EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE one ({string.Join(", ", literals)})"))!)![0]!["Plan"]!;

        async Task<string?> RunAsync(string text)
        {
            await using var command = new NpgsqlCommand(text, connection, transaction);
            return (await command.ExecuteScalarAsync())?.ToString();
        }
    }

    /// <summary>How many rows were passed over or on, in all steps.</summary>
    public static double Rows(JsonNode plan) => Steps(plan).Sum(step => (Number(step, "Actual Rows") + Number(step, "Rows Removed by Filter")) * Number(step, "Actual Loops"));

    public static IEnumerable<string> Indexes(JsonNode plan) => Steps(plan).Select(step => (string?)step["Index Name"]).OfType<string>();

    static IEnumerable<JsonNode> Steps(JsonNode plan) => [plan, .. plan["Plans"]?.AsArray().SelectMany(inner => Steps(inner!)) ?? []];

    static double Number(JsonNode step, string name) => step[name]?.GetValue<double>() ?? 0;
}
