namespace Roster.Storage;

/// <summary>The parameters that a statement names, found once.</summary>
static class SqlParameters
{
    static readonly KnownTexts<string[]> Known = new(sql => [.. All(sql).Select(at => sql[at]).Distinct(StringComparer.Ordinal)]);

    /// <summary>Each once, in the order in which the statement names them first.</summary>
    public static string[] Of(string sql) => Known.Of(sql);

    /// <summary>The statement with what stands for each parameter in its place.</summary>
    public static string Replaced(string sql, Func<string, string> by)
    {
        var text = new System.Text.StringBuilder(sql.Length);
        var done = 0;
        foreach (var at in All(sql))
        {
            text.Append(sql, done, at.Start.Value - done).Append(by(sql[at]));
            done = at.End.Value;
        }

        return text.Append(sql, done, sql.Length - done).ToString();
    }

    static IEnumerable<Range> All(string sql)
    {
        for (int at = sql.IndexOf('@', StringComparison.Ordinal), end; at >= 0; at = sql.IndexOf('@', end))
        {
            for (end = at + 1; end < sql.Length && (char.IsAsciiLetterOrDigit(sql[end]) || sql[end] == '_');)
                end++;
            yield return at..end;
        }
    }
}
