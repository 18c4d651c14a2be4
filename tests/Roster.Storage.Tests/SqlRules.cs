using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Roster.Storage.Tests;

/// <summary>
/// What every statement of the store must keep to. All stores that tests open watch over it: a statement that breaks a rule fails the test that runs it.
/// </summary>
static partial class SqlRules
{
    static readonly string[] TenantTables = ["resource", "resource_name", "resource_value", "member", "change", "catalogue"];

    [GeneratedRegex(@"\b(?<verb>FROM|JOIN|UPDATE|INTO)\s+(?<table>[a-z_]+)(?:\s+(?<alias>(?!where\b|set\b|on\b|order\b|limit\b|join\b)[a-z]+))?\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TableUse();

    static readonly ConcurrentDictionary<string, bool> Passed = new(StringComparer.Ordinal);

    /// <summary>Looks at each text once.</summary>
    public static void Watch(string sql)
    {
        if (Passed.ContainsKey(sql))
            return;
        Check(sql);
        Passed[sql] = true;
    }

    public static void Check(string sql)
    {
        // A document is never opened by the database, and nobody's text stands between quotes.
        Assert.DoesNotContain("json_extract", sql, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("'", sql.Replace(" ''", " ", StringComparison.Ordinal), StringComparison.Ordinal);

        foreach (Match use in TableUse().Matches(sql))
        {
            if (!TenantTables.Contains(use.Groups["table"].Value, StringComparer.Ordinal))
                continue;

            var alias = use.Groups["alias"].Value;
            var bound = use.Groups["verb"].Value == "INTO"
                ? Regex.IsMatch(sql, @"INTO\s+\w+\s*\(tenant,", RegexOptions.None, TimeSpan.FromSeconds(1)) && sql.Contains("@tenant", StringComparison.Ordinal)
                : Regex.IsMatch(sql, $@"(?<![a-z_.]){(alias.Length == 0 ? "" : alias + @"\.")}tenant = @tenant\b", RegexOptions.None, TimeSpan.FromSeconds(1));
            Assert.True(bound, $"'{use.Value}' reads or writes a table of the tenants without binding the tenant in:\n{sql}");
        }
    }
}

public sealed class SqlRulesTests
{
    [Theory]
    [InlineData("SELECT id FROM resource WHERE id = @id")]
    [InlineData("SELECT r.id FROM member m JOIN resource r ON r.row_id = m.member_row WHERE m.tenant = @tenant")]
    [InlineData("DELETE FROM member WHERE group_row = @row")]
    [InlineData("UPDATE resource SET version = 1 WHERE row_id = @row")]
    [InlineData("INSERT INTO change (resource) VALUES (@resource)")]
    [InlineData("SELECT r.row_id FROM resource r WHERE r.tenant = @tenant AND r.row_id IN (SELECT v.resource FROM resource_value v WHERE v.path = @p0)")]
    [InlineData("SELECT json_extract(document, @path) FROM resource WHERE tenant = @tenant")]
    [InlineData("SELECT id FROM resource WHERE tenant = @tenant AND id = 'somebody''s text'")]
    public void A_statement_that_breaks_a_rule_is_found(string sql) => Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => SqlRules.Check(sql));

    [Theory]
    [InlineData("SELECT id FROM resource WHERE tenant = @tenant")]
    [InlineData("SELECT hash FROM token WHERE client = @client")]
    [InlineData("INSERT INTO member (tenant, group_row, member_row) SELECT @tenant, @group, value FROM json_each(@rows)")]
    public void A_statement_that_keeps_the_rules_passes(string sql) => SqlRules.Check(sql);
}
