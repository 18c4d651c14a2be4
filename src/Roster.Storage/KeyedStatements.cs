using System.Collections.Concurrent;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>The statements that ask for resources known by values: many questions at once, or one by itself. They depend on the condition alone.</summary>
sealed class KeyedStatements
{
    static readonly KnownTexts<KeyedStatements> OneValue = new(condition => new KeyedStatements(condition, Keys.One));
    static readonly KnownTexts<KeyedStatements> SeveralValues = new(condition => new KeyedStatements(condition, Keys.Several));

    public static KeyedStatements Of(string condition, Keys keys) => (keys == Keys.One ? OneValue : SeveralValues).Of(condition);

    KeyedStatements(string condition, Keys keys)
    {
        (this.condition, inOrder) = (condition, keys == Keys.One);
        (joint, jointWithGroups) = (new(() => Join(condition, groups: false)), new(() => Join(condition, groups: true)));
    }

    readonly string condition;
    readonly bool inOrder;
    readonly Lazy<string> joint;
    readonly Lazy<string> jointWithGroups;
    readonly ConcurrentDictionary<Load, AloneStatement> alone = new();

    public const string OfTenant = "@tenant";

    /// <summary>
    /// Asks together: each parameter but the tenant is a list, with a value for each question; <c>@take</c> and <c>@skip</c> are lists too. The columns are those of a resource,
    /// the question's number from 1 on, the number of the indexes, and the groups.
    /// </summary>
    /// <param name="groups">Whether the groups that each resource is in come along.</param>
    public string Joint(bool groups) => (groups ? jointWithGroups : joint).Value;

    /// <param name="groups">Which groups it reads, and how; null for none.</param>
    public AloneStatement Alone(Load? groups) => alone.TryGetValue(groups ?? Load.Document, out var known) ? known : alone[groups ?? Load.Document] = MakeAlone(groups);

    static IEnumerable<string> Values(string sql) => SqlParameters.Of(sql).Where(name => name is not OfTenant);

    // The lists come from within subqueries, so that no plan is made for their length.
    static string Join(string condition, bool groups)
    {
        var matches = TypePlan.Matches(StoredResource.Columns, TypePlan.Only, condition);
        List<string> lists = [.. Values(matches), "@take", "@skip"];
        return $"""
            SELECT matched.*, asked.number, {ValueIndex.GenerationColumn}{(groups ? ", " + MemberRows.TogetherColumn : "")}
              FROM unnest({string.Join(", ", lists.Select(list => $"(SELECT {list})"))}) WITH ORDINALITY AS asked ({string.Join(", ", lists.Select(Column))}, number)
                   LEFT JOIN LATERAL (
            {SqlParameters.Replaced(matches, name => name is OfTenant ? name : "asked." + Column(name))}
             ORDER BY r.row_id
             LIMIT asked.take OFFSET asked.skip) matched ON TRUE
                   {(groups ? MemberRows.WithGroupsTogether("matched") : "")}
             ORDER BY asked.number, matched.row_id
            """;

        static string Column(string parameter) => parameter[1..];
    }

    // The first table has one row, so that the number of the indexes comes also where nothing is found. Resources that an index has in their order are read from it
    // until there are enough; others would be sorted with their documents, so that their rows are found first.
    AloneStatement MakeAlone(Load? groups)
    {
        var resource = inOrder
            ? TypePlan.Living(TypePlan.Only, condition)
            : $"r.tenant = @tenant AND r.row_id IN ({TypePlan.Matches("r.row_id", TypePlan.Only, condition)} ORDER BY r.row_id LIMIT @take)";
        var sql = $"""
            SELECT {StoredResource.Columns}, i.indexes{(groups is { } load ? ", " + MemberRows.GroupColumns(load) : "")}
              FROM administration i LEFT JOIN resource r ON {resource}
                   {(groups is null ? "" : MemberRows.WithGroups)}
             WHERE i.id = 1
             ORDER BY r.row_id
            """;
        return new AloneStatement(sql);
    }
}
