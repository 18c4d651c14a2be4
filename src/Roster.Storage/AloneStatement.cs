using Roster.Scim;

namespace Roster.Storage;

/// <summary>A statement that answers a question about the only part of a query by itself.</summary>
sealed class AloneStatement(string sql)
{
    readonly string[] parameters = SqlParameters.Of(sql);

    public string Sql => sql;

    /// <param name="part">Has the values of the parameters that are not named here.</param>
    /// <param name="take">How many are read at most.</param>
    /// <param name="skip">How many are passed over.</param>
    /// <param name="after">The row after which they come.</param>
    public Rows Read(StoreConnection on, TenantId tenant, TypePlan part, long take, long skip = 0, long after = 0)
    {
        var values = new (string, object?)[parameters.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (parameters[i], parameters[i] switch
            {
                "@tenant" => tenant.Value,
                "@take" => take,
                "@skip" => skip,
                "@after" => after,
                var other => part.Value(other),
            });
        }

        return on[sql].Read(values);
    }
}
