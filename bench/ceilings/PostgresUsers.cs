using Npgsql;
using NpgsqlTypes;

namespace Roster.Bench.Ceilings;

/// <summary>Reads by a pool of connections, one statement each; writes by two connections that take turns on what waits.</summary>
sealed class PostgresUsers : IUserStore
{
    readonly NpgsqlDataSource source;
    readonly UserModel model;
    readonly GroupCommit<byte[]> commits = new();
    readonly Task writing;

    public PostgresUsers(string connectionString)
    {
        source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 32, MaxAutoPrepare = 20, AutoPrepareMinUsages = 2 });
        using (var connection = source.OpenConnection())
            model = UserModel.Read(connection);
        // Each other than the model's, and than one another's.
        var number = TimeProvider.System.GetUtcNow().UtcTicks / 10_000 % 10_000_000_000 * 10;
        writing = Task.WhenAll(Enumerable.Range(0, 2).Select(writer => Task.Run(() => commits.RunAsync(256, documents =>
        {
            var first = Interlocked.Add(ref number, documents.Count) - documents.Count;
            return InsertAsync(documents, first);
        }))));
    }

    const string FindSql = "SELECT document FROM resource WHERE tenant = $1 AND id = $2";

    public async Task ReadAsync(string id, HttpResponse response)
    {
        await using var command = source.CreateCommand(FindSql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = model.Tenant });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        await using var rows = await command.ExecuteReaderAsync();
        if (await rows.ReadAsync())
            Answer.Copy(response, rows.GetFieldValue<byte[]>(0));
        else
            response.StatusCode = StatusCodes.Status404NotFound;
    }

    public Task WriteAsync(byte[] document) => commits.WriteAsync(document);

    // All rows of all users of a batch by one statement, so in one transaction and by one way to the server.
    const string InsertSql = """
        WITH new AS (
            SELECT nextval('resource_row') AS row_id, n, id, at, unique_value, display_name, external_id, document
              FROM unnest($2, $3, $4, $5, $6, $7) WITH ORDINALITY AS new (id, at, unique_value, display_name, external_id, document, n)
        ), resources AS (
            INSERT INTO resource (row_id, tenant, type, id, tombstone, version, created, modified, unique_value, display_name, external_id, active, checksum, document)
            SELECT row_id, $1, 'User', id, 0, 1, at, at, unique_value, display_name, external_id, 1, at, document FROM new
        ), resource_values AS (
            INSERT INTO resource_value (tenant, resource, path, element, text, number, instant)
            SELECT $1, new.row_id, v.path, v.element, v.text, v.number, v.instant
              FROM unnest($8, $9, $10, $11, $12, $13) AS v (n, path, element, text, number, instant) JOIN new USING (n)
        )
        INSERT INTO change (tenant, resource, at, client, correlation, version, kind, delta)
        SELECT $1, row_id, at, $14, $15, 1, 0, $16 FROM new
        """;

    async Task InsertAsync(List<byte[]> documents, long first)
    {
        var numbers = documents.Select((_, i) => first + i).ToArray();
        var at = TimeProvider.System.GetUtcNow().UtcTicks;
        var values = numbers.SelectMany((number, i) => model.Values.Select(value => (Ordinal: i + 1L, Number: number, Value: value))).ToArray();

        await using var command = source.CreateCommand(InsertSql);
        Add(NpgsqlDbType.Bigint, model.Tenant);
        AddAll(NpgsqlDbType.Text, numbers.Select(_ => Guid.NewGuid().ToString()).ToArray());
        AddAll(NpgsqlDbType.Bigint, numbers.Select(_ => at).ToArray());
        AddAll(NpgsqlDbType.Text, numbers.Select(number => UserModel.TextOf(model.UserName, number)).ToArray());
        AddAll(NpgsqlDbType.Text, numbers.Select(model.NameOf).ToArray());
        AddAll(NpgsqlDbType.Text, numbers.Select(number => UserModel.TextOf(model.ExternalId, number)).ToArray());
        AddAll(NpgsqlDbType.Bytea, documents.ToArray());
        AddAll(NpgsqlDbType.Bigint, values.Select(v => v.Ordinal).ToArray());
        AddAll(NpgsqlDbType.Bigint, values.Select(v => v.Value.Path).ToArray());
        AddAll(NpgsqlDbType.Bigint, values.Select(v => v.Value.Element).ToArray());
        AddAll(NpgsqlDbType.Text, values.Select(v => UserModel.TextOf(v.Value.Text, v.Number)).ToArray());
        AddAll(NpgsqlDbType.Double, values.Select(v => v.Value.Number).ToArray());
        AddAll(NpgsqlDbType.Bigint, values.Select(v => v.Value.Instant).ToArray());
        Add(NpgsqlDbType.Text, model.Client);
        Add(NpgsqlDbType.Text, model.Correlation);
        Add(NpgsqlDbType.Text, model.Delta);
        await command.ExecuteNonQueryAsync();

        void Add(NpgsqlDbType type, object value) => command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value });

        void AddAll(NpgsqlDbType type, Array column) => Add(NpgsqlDbType.Array | type, column);
    }

    public async ValueTask DisposeAsync()
    {
        commits.Complete();
        await writing;
        await source.DisposeAsync();
    }
}
