using System.Text;
using Roster.Server.Options;
using Roster.Transfer;

namespace Roster.Cli.Tests.Transfer;

/// <summary>Files as rows: CSV (RFC 4180), LDIF (RFC 2849), JSON Lines.</summary>
public sealed class RowTests
{
    /// <summary>Rows in a form that can be laid beside the file: line, then name=value with bars between.</summary>
    static string[] Shown(IEnumerable<Row> rows) => [.. rows.Select(r => $"{r.Line} " + r switch
    {
        Row.Cells cells => string.Join('|', cells.Fields.Select(f => $"{f.Key}={f.Value}")),
        Row.Document document => document.Json.ToJsonString(),
        Row.Broken broken => $"broken: {broken.Reason}",
        _ => "",
    })];

    static string[] Csv(string text, char delimiter = ',')
    {
        using var rows = new CsvRows(new StringReader(text), delimiter);
        return Shown(rows.Read());
    }

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("a,b\n1,2\n", "2 a=1|b=2")]
    [InlineData("a,b\r\n1,2\r\n3,4", "2 a=1|b=2", "3 a=3|b=4")]
    [InlineData("a,b\n\"1,\"\"x\"\"\",\"2\n3\"\n5,6\n", "2 a=1,\"x\"|b=2\n3", "4 a=5|b=6")]
    [InlineData("a,b\n,\n", "2 a=|b=")]
    [InlineData("a,b\n 1 ,2\n", "2 a= 1 |b=2")]
    [InlineData("\"emails[type eq \"\"work\"\"].value\"\nx\n", "2 emails[type eq \"work\"].value=x")]
    [InlineData("a,b\n1\n2,3\n", "2 broken: The row has 1 fields, the first row names 2.", "3 a=2|b=3")]
    [InlineData("a,b\n1,x\"y\n2,3\n", "2 broken: A quote stands where none may be.", "3 a=2|b=3")]
    [InlineData("a\n", new string[0])]
    public void A_CSV_file_is_rows_with_the_line_that_they_begin_on(string text, params string[] rows) => Assert.Equal(rows, Csv(text));

    [Fact]
    public void Another_delimiter_may_be_named() => Assert.Equal(["2 a=1,5|b=2"], Csv("a;b\n1,5;2\n", ';'));

    [Theory]
    [InlineData("a,a\n1,2\n")]
    [InlineData("a,\n1,2\n")]
    public void Columns_have_names_of_their_own(string text) => Assert.Throws<OptionsException>(() => Csv(text));

    [Fact]
    public void A_quote_that_is_never_closed_does_not_fill_the_memory()
    {
        var text = "a,b\n1,\"" + new string('x', 3 << 20);

        Assert.Contains("line 2", Assert.Throws<OptionsException>(() => Csv(text)).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string[]> LdifFiles => new()
    {
        { "version: 1\n\ndn: uid=a,o=x\nuid: a\ncn: A\n\n\ndn: uid=b\nuid:b\n", ["3 dn=uid=a,o=x|uid=a|cn=A", "8 dn=uid=b|uid=b"] },
        { "version: 1\ndn: uid=a\nuid: a\n", ["2 dn=uid=a|uid=a"] },
        { "dn: uid=a\ncn: A very\n  long\n  name\nuid: a\n", ["1 dn=uid=a|cn=A very long name|uid=a"] },
        { "# who\n# and folded\n  comment: x\ndn: uid=a\nuid: a\n", ["4 dn=uid=a|uid=a"] },
        { $"dn:: {Base64("uid=Zoë,o=x")}\ncn:: {Base64("Zoë ")}\n", ["1 dn=uid=Zoë,o=x|cn=Zoë "] },
        { $"dn: uid=a\ncn:: {Base64("folded too")[..5]}\n {Base64("folded too")[5..]}\n", ["1 dn=uid=a|cn=folded too"] },
        { "dn: uid=a\r\nmail: a@x\r\nmail: b@x\r\n\r\n", ["1 dn=uid=a|mail=a@x|mail=b@x"] },
        { "dn: uid=a\ncn;lang-de: Ä\n", ["1 dn=uid=a|cn=Ä"] },
        { "dn: uid=a\nuid:\n", ["1 dn=uid=a|uid="] },
        { "dn: uid=a\nchangetype: add\nuid: a\n", ["1 dn=uid=a|uid=a"] },
        { "dn: uid=a\nchangetype: modify\nreplace: cn\ncn: B\n-\n", ["1 broken: The record is a change ('changetype: modify'), of which the result is not known here."] },
        { "dn: uid=a\nchangetype: delete\n\ndn: uid=b\nuid: b\n", ["1 broken: The record is a change ('changetype: delete'), of which the result is not known here.", "4 dn=uid=b|uid=b"] },
        { "dn: uid=a\nchangetype: modrdn\nnewrdn: uid=b\ndeleteoldrdn: 1\n", ["1 broken: The record is a change ('changetype: modrdn'), of which the result is not known here."] },
        { "dn: uid=a\njpegPhoto:: /9j/4AAQ\nuserCertificate;binary:: MIIB/w==\nuid: a\n", ["1 dn=uid=a|uid=a"] },
        { "dn: uid=a\ncn:: not base64!\n", ["1 broken: The value of 'cn' on line 2 is not UTF-8 text in base64."] },
        { "dn: uid=a\njpegPhoto:< file:///etc/passwd\n", ["1 broken: The value of 'jpegPhoto' on line 2 is in another file, which is not read."] },
        { "uid: a\n", ["1 broken: The record does not begin with 'dn:'."] },
        { "dn: uid=a\nodd\n", ["1 broken: Line 2 is not 'attribute: value'."] },
    };

    [Theory, MemberData(nameof(LdifFiles))]
    public void An_LDIF_file_is_rows(string text, string[] rows) => Assert.Equal(rows, Shown(LdifRows.Read(new StringReader(text))));

    [Fact]
    public void JSON_Lines_are_rows_and_a_bad_line_spoils_no_other()
    {
        var rows = Shown(JsonRows.Read(new StringReader("{\"a\":1}\n\n[1]\n{\"a\":1,\"a\":2}\n{\"b\":2}\n{")));

        Assert.Equal(["1 {\"a\":1}", "3 broken: The line is JSON, but no object."], rows[..2]);
        Assert.StartsWith("4 broken", rows[2], StringComparison.Ordinal);
        Assert.Equal("5 {\"b\":2}", rows[3]);
        Assert.StartsWith("6 broken", rows[4], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uid=ana,ou=people", "uid", "ana")]
    [InlineData("cn=Ruiz\\, Ana,o=x", "cn", "Ruiz, Ana")]
    [InlineData("CN= Zo\\C3\\AB \\ ,o=x", "CN", "Zoë  ")]
    [InlineData("cn=a+uid=b,o=x", "cn", "a")]
    [InlineData("cn=Zoë   ", "cn", "Zoë")]
    [InlineData("cn=😀,o=x", "cn", "😀")]
    public void A_distinguished_name_begins_with_an_attribute_and_a_value(string name, string attribute, string value) => Assert.Equal((attribute, value), DistinguishedName.First(name));

    [Theory]
    [InlineData("ana")]
    [InlineData("Ruiz, Ana")]
    [InlineData(" # a+b;c<d>e\\f\"g=h ")]
    [InlineData("#1")]
    [InlineData("Zoë 😀")]
    public void A_value_in_a_distinguished_name_is_read_as_it_was_written(string value) => Assert.Equal(value, DistinguishedName.First($"cn={DistinguishedName.Escape(value)},o=x")!.Value.Value);

    [Fact]
    public void What_is_no_distinguished_name_is_none() => Assert.Null(DistinguishedName.First("ana"));
}
