using System.Data.Common;
using Roster.Scim;
using Roster.Storage.Sqlite;
using Roster.Testing;

namespace Roster.Storage.Tests;

/// <summary>Statements by SQLite's own interface: what goes in comes out, and what fails is told.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class SqliteStatementTests : IDisposable
{
    readonly TestFolder folder = new();
    readonly SqliteDialect dialect;
    readonly StoreConnection on;

    public SqliteStatementTests()
    {
        dialect = new SqliteDialect(Path.Combine(folder.Path, "roster.db"));
        on = new StoreConnection(dialect.OpenWriter(), dialect, null);
        on["CREATE TABLE thing (id INTEGER PRIMARY KEY, value, other)"].Run();
        on["CREATE UNIQUE INDEX thing_other ON thing (other)"].Run();
        on["CREATE TRIGGER thing_too AFTER INSERT ON thing BEGIN INSERT OR IGNORE INTO thing (id, value) VALUES (new.id + 1000, 'by trigger'); END"].Run();
    }

    public void Dispose()
    {
        on.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("SELECT count(*) FROM resource", true)]
    [InlineData("SELECT (SELECT count(*) FROM\n    resource) FROM thing", true)]
    [InlineData("DELETE FROM member", true)]
    [InlineData("INSERT INTO change(id) VALUES (1)", true)]
    [InlineData("SELECT 1 FROM thing JOIN  member m ON m.id = thing.id", true)]
    [InlineData("WITH x AS (UPDATE resource SET id = 1 RETURNING id) SELECT * FROM x", true)]
    [InlineData("SELECT count(*)FROM resource", true)]
    [InlineData("SELECT 1 FROM thing,(SELECT 1 FROM change)", true)]
    [InlineData("SELECT count(*) FROM thing", false)]
    [InlineData("SELECT count(*) FROM resourceX", false)]
    [InlineData("SELECT xFROM resource", false)]
    [InlineData("SELECT count(*) AS resource FROM thing", false)]
    [InlineData("SELECT count(*) FROM resource_kind", false)]
    [InlineData("", false)]
    public void What_belongs_to_tenants_is_only_asked_for_on_behalf_of_one(string sql, bool ofTenant) =>
        Assert.Equal(ofTenant, StoreConnection.IsOfTenant(sql));

    [Fact]
    public void A_statement_on_what_belongs_to_tenants_is_refused_where_nobody_is_named()
    {
        on["CREATE TABLE resource (id)"].Run();
        Assert.Throws<InvalidOperationException>(() => on["SELECT count(*) FROM resource"].Scalar());

        on.Bind(new TenantId(1));
        Assert.Equal(0L, on["SELECT count(*) FROM resource"].Scalar());
    }

    public static TheoryData<object?> Values { get; } =
    [
        (object?)null, "", "a", "ä😀", "a\0b", "\0", new string('ü', 5_000), 0L, -1L, long.MaxValue, long.MinValue, 0.0, -1.5, double.MaxValue, Array.Empty<byte>(), new byte[] { 0, 1, 255 }, new byte[100_000],
    ];

    [Theory, MemberData(nameof(Values))]
    public void A_value_comes_out_as_it_went_in(object? value)
    {
        on["INSERT INTO thing (id, value) VALUES (1, @value)"].Run(("@value", value));

        using var rows = on["SELECT value FROM thing WHERE id = 1"].Read();
        Assert.True(rows.Next());
        Assert.Equal(value is null, rows.IsNull(0));
        Assert.Equal(value ?? DBNull.Value, rows.Value(0));
        switch (value)
        {
            case string text:
                Assert.Equal((text, text), (rows.Text(0), rows.TextOrNull(0)));
                break;
            case byte[] bytes:
                Assert.Equal(bytes, rows.Bytes(0));
                break;
            case long number:
                Assert.Equal((number, number), (rows.Number(0), rows.NumberOrNull(0)));
                break;
            case double real:
                Assert.Equal(real, rows.Real(0));
                break;
            default:
                Assert.Null(rows.TextOrNull(0));
                Assert.Null(rows.NumberOrNull(0));
                break;
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(true)]
    public void Small_numbers_and_truths_are_numbers(object value)
    {
        on["INSERT INTO thing (id, value) VALUES (1, @value)"].Run(("@value", value));
        Assert.Equal(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture), on["SELECT value FROM thing WHERE id = 1"].Scalar());
    }

    [Fact]
    public void What_cannot_be_bound_is_refused() =>
        Assert.Throws<ArgumentException>(() => on["SELECT @value"].Scalar(("@value", DateTime.UnixEpoch)));

    [Fact]
    public void A_statement_tells_how_many_rows_it_changed()
    {
        Assert.Equal(0, on["BEGIN IMMEDIATE"].Run());
        Assert.False(on.HasWritten);
        // Those that a trigger wrote are not counted.
        Assert.Equal(2, on["INSERT INTO thing (id) VALUES (1), (2)"].Run());
        Assert.True(on.HasWritten);
        Assert.Equal(0, on["UPDATE thing SET value = 1 WHERE id = 99"].Run());
        Assert.Equal(0, on["COMMIT"].Run());
        Assert.Equal(4, on["DELETE FROM thing"].Run());
    }

    [Fact]
    public void Rows_end_once_and_the_statement_can_be_run_again()
    {
        on["INSERT INTO thing (id, value) VALUES (1, 'a'), (2, 'b')"].Run();
        for (var run = 0; run < 2; run++)
        {
            using var rows = on["SELECT value FROM thing WHERE id < @end ORDER BY id"].Read(("@end", 100L));
            Assert.True(rows.Next());
            Assert.Equal("a", rows.Text(0));
            Assert.True(rows.Next());
            Assert.Equal("b", rows.Text(0));
            Assert.False(rows.Next());
            Assert.False(rows.Next());
        }

        using var none = on["SELECT value FROM thing WHERE id < @end ORDER BY id"].Read(("@end", -1L));
        Assert.False(none.Next());
        Assert.False(none.Next());
    }

    [Fact]
    public void A_statement_whose_rows_are_being_read_is_not_begun_anew()
    {
        on["INSERT INTO thing (id) VALUES (1), (2)"].Run();
        var statement = on["SELECT id FROM thing"];
        using (var rows = statement.Read())
        {
            Assert.True(rows.Next());
            Assert.Throws<InvalidOperationException>(() => statement.Read());
        }

        using var again = statement.Read();
        Assert.True(again.Next());
    }

    [Fact]
    public void A_failure_is_told_by_its_code_and_leaves_the_statement_usable()
    {
        var insert = on["INSERT INTO thing (id, other) VALUES (@id, @other)"];
        insert.Run(("@id", 1L), ("@other", "x"));

        var taken = Assert.ThrowsAny<DbException>(() => insert.Run(("@id", 2L), ("@other", "x")));
        Assert.Equal(Failure.UniqueViolation, dialect.Classify(taken));
        Assert.Contains("thing.other", taken.Message, StringComparison.Ordinal);
        Assert.Equal(1, insert.Run(("@id", 2L), ("@other", "y")));
        Assert.ThrowsAny<DbException>(() => on["SELECT nothing FROM thing"]);
    }

    [Fact]
    public void What_is_bound_is_what_was_given_last_whatever_was_given_before()
    {
        var (text, bytes) = ("text", new byte[] { 1, 2 });
        object?[] given = [text, text, null, text, new string('t', 300), 5L, 5L, 6L, null, 5, 5L, true, 1L, bytes, bytes, text, "", "", text, 1.5, 1.5, null, null];

        foreach (var value in given)
        {
            using var rows = on["SELECT @value, typeof(@value)"].Read(("@value", value));
            Assert.True(rows.Next());
            Assert.Equal(
                value switch { null => "null", string => "text", byte[] => "blob", double => "real", _ => "integer" },
                rows.Text(1));
            if (value is string expected)
                Assert.Equal(expected, rows.Text(0));
            else if (value is long number)
                Assert.Equal(number, rows.Number(0));
        }
    }

    [Fact]
    public void Bytes_that_changed_are_bound_anew()
    {
        var bytes = new byte[] { 1 };
        using (on["SELECT @value"].Read(("@value", bytes)))
            bytes[0] = 2;

        using var rows = on["SELECT @value"].Read(("@value", bytes));

        Assert.True(rows.Next());
        Assert.Equal([2], rows.Bytes(0));
    }

    [Fact]
    public void After_a_value_that_cannot_be_bound_the_one_before_it_is()
    {
        var text = "text";
        using (on["SELECT @value"].Read(("@value", text)))
            Assert.Throws<InvalidOperationException>(() => on["SELECT @value"].Read(("@value", text)));
        Assert.Throws<ArgumentException>(() => on["SELECT @value"].Read(("@value", new object())));

        using var rows = on["SELECT @value"].Read(("@value", text));

        Assert.True(rows.Next());
        Assert.Equal(text, rows.Text(0));
    }

    [Fact]
    public void Two_statements_in_one_text_are_refused() =>
        Assert.Throws<ArgumentException>(() => on["DELETE FROM thing; DELETE FROM thing"]);

    [Fact]
    public void Beyond_so_many_statements_the_older_ones_are_prepared_again()
    {
        on["INSERT INTO thing (id) VALUES (1), (2)"].Run();
        using var rows = on["SELECT id FROM thing WHERE id < 1000 ORDER BY id"].Read();
        Assert.True(rows.Next());
        for (long i = 0; i < 1_000; i++)
            Assert.Equal(i, on[$"SELECT {i}"].Scalar());

        // What is being read is left alone.
        Assert.True(rows.Next());
        Assert.Equal(2, rows.Number(0));
    }
}
