using System.Collections.Immutable;

namespace Roster.Storage.Moving;

/// <summary>
/// All tables and columns there are, which both engines have by the same names. What an engine keeps for itself (its statistics, the list of scripts that were
/// applied, the numbers that triggers keep) is not among them. A test compares this with the schema.
/// </summary>
static class MovedTables
{
    /// <summary>The one row that every database has from its beginning, and by which it says that it is being filled: see <see cref="MoveMark"/>. It is written last.</summary>
    public static MovedTable Administration { get; } = new(
        "administration", ["id"], [Number("id"), Number("generation"), Number("indexes"), Number("probed_at"), Number("maintenance"), Bytes("cursor_key")]);

    /// <summary>The others, in the order in which they are copied: tenants first, as what is theirs is written in their name.</summary>
    public static ImmutableArray<MovedTable> Others { get; } =
    [
        new("tenant", ["id"], [Number("id"), Text("name"), Number("created"), Number("suspended_at"), Number("purge_begun"), Text("settings")]) { Numbered = "id" },
        new("own_schemas", ["tenant"], [Number("tenant"), Number("version"), Text("definition")]),
        new("client", ["id"], [Text("id"), Number("tenant"), Text("name"), Text("permissions"), Number("token_lifetime"), Number("created"), Number("revoked_at")]),
        new("client_secret", ["client", "hash"], [Text("client"), Bytes("hash"), Number("created")]),
        new(
            "token", ["hash"],
            [
                Bytes("hash"), Text("client"), Number("kind"), Number("issued_at"), Number("expires_at"), Text("name"), Text("user_id"), Text("shown"), Number("used_at"),
            ]),
        new("catalogue", ["tenant", "catalogue", "name"], [Number("tenant"), Text("catalogue"), Text("name")]) { PerTenant = true },
        new(
            "resource", ["row_id"],
            [
                Number("row_id"), Number("tenant"), Text("type"), Text("id"), Number("version"), Number("created"), Number("modified"), Number("deleted_at"), Number("tombstone"),
                Text("unique_value"), Text("display_name"), Text("external_id"), Number("active"), Number("checksum"), Text("password_hash"), Bytes("document"),
            ]) { PerTenant = true, Numbered = "row_id" },
        new(
            "indexed_attribute", ["id"],
            [
                Number("id"), Number("tenant"), Text("type"), Text("path"), Number("complete"), Number("filled_to"), Number("demanded"), Number("dropped"),
            ]) { Numbered = "id" },
        new(
            "resource_value", ["resource", "path", "element"],
            [
                Number("resource"), Number("path"), Number("element"), Number("tenant"), Text("text"), Real("number"), Number("instant"),
            ]) { PerTenant = true },
        new("member", ["row_id"], [Number("row_id"), Number("tenant"), Number("group_row"), Number("member_row"), Text("member_id"), Text("member_type")])
        {
            PerTenant = true, Numbered = "row_id",
        },
        new(
            "change", ["sequence"],
            [
                Number("sequence"), Number("tenant"), Number("resource"), Number("at"), Text("client"), Text("correlation"), Number("version"), Number("kind"), Text("delta"),
            ]) { PerTenant = true, Numbered = "sequence" },
    ];

    static MovedColumn Number(string name) => new(name, Content.Number);

    static MovedColumn Real(string name) => new(name, Content.Real);

    static MovedColumn Text(string name) => new(name, Content.Text);

    static MovedColumn Bytes(string name) => new(name, Content.Bytes);
}
