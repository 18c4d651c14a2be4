using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>A store with two tenants and a clock that the test turns.</summary>
public abstract class AdministeredStore : IAsyncLifetime
{
    readonly TestFolder folder = new();

    protected FakeTimeProvider Clock { get; } = new(Noon);

    protected RosterStore Store { get; set; } = null!;

    protected TenantId One { get; private set; }

    protected TenantId Two { get; private set; }

    protected string Folder => folder.Path;

    protected static CancellationToken None => CancellationToken.None;

    public virtual async ValueTask InitializeAsync()
    {
        Store = await OpenStoreAsync();
        One = (await Store.Tenants.AddAsync("one", None)).Id;
        Two = (await Store.Tenants.AddAsync("two", None)).Id;
    }

    protected Task<RosterStore> OpenStoreAsync() => RosterStore.OpenAsync(Options(folder.Path) with { Clock = Clock }, None);

    /// <summary>A command that works beside the server.</summary>
    protected Task<RosterStore> OpenBesideAsync() => RosterStore.OpenAsync(Options(folder.Path) with { Indexed = default }, None);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        var miscounted = await CountAsync(MiscountedSql);
        var misnamed = TestEngine.IsPostgres ? await CountAsync(MisnamedSql) : 0;
        folder.Dispose();
        Assert.Equal((0, 0), (miscounted, misnamed));
        GC.SuppressFinalize(this);
    }

    protected static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    protected Task<Client> AddClientAsync(string id, TenantId tenant) => Store.Clients.AddAsync(
        new NewClient { Id = id, Tenant = tenant, Name = "Client " + id, Permissions = ["a:edit"], SecretHash = Hash("secret-" + id), TokenLifetime = TimeSpan.FromHours(1) }, None);

    protected Task AddTokenAsync(string token, string client, TimeSpan lifetime) =>
        Store.Tokens.AddAsync(Hash(token), client, Clock.GetUtcNow(), Clock.GetUtcNow() + lifetime, None);

    protected Task<ProvisioningToken> AddProvisioningAsync(string token, string client, TenantId tenant, string name = "entra", TimeSpan? lifetime = null, string? user = null) =>
        Store.Tokens.AddProvisioningAsync(
            new NewProvisioningToken
            {
                Tenant = tenant, ClientId = client, Name = name, Hash = Hash(token), Prefix = "rsp_" + token, UserId = user,
                ExpiresAt = lifetime is { } given ? Clock.GetUtcNow() + given : null,
            },
            None);

    protected async Task<TokenGrant?> FindTokenAsync(string token, RosterStore? from = null) => await (from ?? Store).Tokens.FindAsync(Hash(token), None);

    protected static async Task<int> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<ScimException>(act)).Error.Status;

    protected async Task<Resource> CreateAsync(TenantId tenant, string id, JsonObject attributes, string type = "User", string? passwordHash = null, params string[] members) =>
        (await Store.For(tenant).TrySaveAsync(TestStores.Create(id, attributes, type, [.. members]) with { At = Clock.GetUtcNow(), PasswordHash = passwordHash }, Caller(tenant), None))!.After!;

    protected Task<Resource> CreateUserAsync(TenantId tenant, string id, string? passwordHash = null) =>
        CreateAsync(tenant, id, new JsonObject { ["userName"] = "Name-" + id, ["title"] = "Title of " + id }, passwordHash: passwordHash);

    protected Task<Resource> CreateGroupAsync(TenantId tenant, string id, params string[] members) =>
        CreateAsync(tenant, id, new JsonObject { ["displayName"] = id }, "Group", members: members);

    protected async Task DeleteAsync(TenantId tenant, string id, string type = "User") => Assert.NotNull(
        await Store.For(tenant).TrySaveAsync(TestStores.Delete((await FindAsync(tenant, id, type))!) with { At = Clock.GetUtcNow() }, Caller(tenant), None));

    protected ValueTask<Resource?> FindAsync(TenantId tenant, string id, string type = "User", Load load = Load.Members | Load.Memberships) =>
        Store.For(tenant).FindAsync(new ResourceKey(type, id), load, None);

    /// <summary>Past the store, with every right.</summary>
    protected DbConnection OpenRaw()
    {
        DbConnection connection = TestEngine.AdminConnectionString(folder.Path) is { } admin
            ? new NpgsqlConnection(admin)
            : new SqliteConnection($"Data Source={Path.Combine(folder.Path, "roster.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Every row of one tenant in every table, as text.</summary>
    protected async Task<string> DumpAsync(TenantId tenant)
    {
        var dump = new StringBuilder();
        await using var connection = OpenRaw();
        foreach (var (table, condition) in Tables)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table} WHERE {condition} ORDER BY 1, 2, 3";
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@tenant", tenant.Value);
            command.Parameters.Add(parameter);
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                dump.Append(table);
                for (var i = 0; i < rows.FieldCount; i++)
                    dump.Append(' ').Append(rows.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture));
                dump.AppendLine();
            }
        }

        return dump.ToString();
    }

    // Whatever a test did, the numbers that are kept are those that counting gives, and there are none of blocks in which nobody lives.
    static readonly string MiscountedSql = $"""
        SELECT count(*) + (SELECT count(*) FROM population WHERE living = 0)
          FROM (SELECT tenant, type, block, active, sum(living) AS living
                  FROM (SELECT tenant, type, block, active, living FROM population
                        UNION ALL
                        SELECT tenant, type, row_id & ~{(TestEngine.IsPostgres ? 4_095 : 16_383)}, coalesce(active, 2), -1 FROM resource WHERE tombstone = 0) counted
                 GROUP BY tenant, type, block, active) compared
         WHERE living <> 0
        """;

    // And so are the names.
    const string MisnamedSql = """
        SELECT count(*)
          FROM resource r FULL JOIN resource_name n ON n.tenant = r.tenant AND n.resource = r.row_id
         WHERE r.unique_value IS DISTINCT FROM n.unique_value OR r.display_name IS DISTINCT FROM n.display_name
        """;

    const string OfTenant = "tenant = @tenant";

    const string OfItsClients = "client IN (SELECT id FROM client WHERE tenant = @tenant)";

    static readonly (string Table, string Condition)[] Tables =
    [
        ("tenant", "id = @tenant"), ("client", OfTenant), ("client_secret", OfItsClients), ("token", OfItsClients), ("catalogue", OfTenant), ("resource", OfTenant),
        ("resource_value", OfTenant), ("member", OfTenant), ("change", OfTenant), ("indexed_attribute", OfTenant),
        ("population", OfTenant),
    ];

    protected async Task<long> CountAsync(string sql)
    {
        await using var connection = OpenRaw();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
