using System.Data.Common;
using System.Globalization;

namespace Roster.Bench.Ceilings;

/// <summary>A value that a user is found by.</summary>
sealed record ModelValue(long Path, long Element, string? Text, double? Number, long? Instant);

/// <summary>What a stored user has in rows beside its document, and how those of further users differ.</summary>
/// <param name="Names">Display names of users that are there, so that new ones go to as many places of their index.</param>
sealed record UserModel(long Tenant, string UserName, string ExternalId, IReadOnlyList<ModelValue> Values, string Client, string Correlation, string Delta, IReadOnlyList<string> Names)
{
    const string UserSql = """
        SELECT tenant, row_id, unique_value, external_id
          FROM resource
         WHERE type = 'User' AND deleted_at IS NULL
         ORDER BY row_id DESC
         LIMIT 1
        """;

    const string ValuesSql = "SELECT path, element, text, number, instant FROM resource_value WHERE tenant = @tenant AND resource = @row";

    const string ChangeSql = "SELECT client, correlation, delta FROM change WHERE tenant = @tenant AND resource = @row AND kind = 0";

    const string NamesSql = "SELECT display_name FROM resource WHERE tenant = @tenant AND type = 'User' ORDER BY row_id LIMIT 1000";

    /// <summary>The newest user.</summary>
    public static UserModel Read(DbConnection on)
    {
        var user = Rows(on, UserSql, 0, 0, row => (Tenant: row.GetInt64(0), Row: row.GetInt64(1), UserName: row.GetString(2), ExternalId: row.GetString(3)))[0];
        var values = Rows(on, ValuesSql, user.Tenant, user.Row, row => new ModelValue(
            row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetDouble(3), row.IsDBNull(4) ? null : row.GetInt64(4)));
        var (client, correlation, delta) = Rows(on, ChangeSql, user.Tenant, user.Row, row => (row.GetString(0), row.GetString(1), row.GetString(2)))[0];
        return new UserModel(user.Tenant, user.UserName, user.ExternalId, values, client, correlation, delta, Rows(on, NamesSql, user.Tenant, 0, row => row.GetString(0)));
    }

    static List<T> Rows<T>(DbConnection on, string sql, long tenant, long row, Func<DbDataReader, T> of)
    {
        using var command = on.CreateCommand();
#pragma warning disable CA2100 // The text is one of the constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in new[] { ("@tenant", tenant), ("@row", row) })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            if (sql.Contains(name, StringComparison.Ordinal))
                command.Parameters.Add(parameter);
        }

        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(of(reader));
        return rows;
    }

    public string NameOf(long number) => Names[(int)(number % Names.Count)];

    /// <summary>Text of the same length that is another for each user; what is too short to be anybody's own, such as a type, stays.</summary>
    public static string? TextOf(string? text, long number) =>
        text is null || text.Length < 12 ? text : string.Concat(number.ToString("x12", CultureInfo.InvariantCulture), text.AsSpan(12));
}
