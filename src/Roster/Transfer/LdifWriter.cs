using System.Text;
using System.Text.Json.Nodes;
using Roster.Attributes;
using Roster.Output;

namespace Roster.Transfer;

/// <summary>Resources as LDIF content records (RFC 2849): users as inetOrgPerson, groups as groupOfNames.</summary>
/// <param name="below">The name that the entries are below: <c>ou=groups,dc=example,dc=org</c>.</param>
/// <param name="people">The name that users are below, where groups and reports refer to them.</param>
sealed class LdifWriter(TextWriter output, ResourceKind kind, string below, string people) : ResourceWriter
{
    const int LongestLine = 76;

    bool hasBegun;

    public override void Write(JsonObject resource)
    {
        if (!hasBegun)
            output.Write("version: 1\n");
        hasBegun = true;

        var name = CellText.Of(ValuePath.Find(resource, kind.NameAttribute));
        output.Write('\n');
        Line("dn", $"{(kind == ResourceKind.Users ? "uid" : "cn")}={DistinguishedName.Escape(name)},{below}");
        Line("objectClass", kind == ResourceKind.Users ? "inetOrgPerson" : "groupOfNames");
        var (written, paths) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new HashSet<string>(StringComparer.Ordinal));
        foreach (var rule in kind == ResourceKind.Users ? Ldif.People : Ldif.Groups)
        {
            // The common name is demanded even beside a display name; else one attribute is enough.
            if (rule.Path.Attribute is "members" || CellText.Of(rule.Path.Get(resource)) is not { Length: > 0 } value || (!paths.Add(rule.Path.Text) && rule.Column is not "cn"))
                continue;
            if ((rule.Type is "dn" ? Name(value) : value) is not { } told)
                continue;
            Line(rule.Column, told);
            written.Add(rule.Column);
        }

        if (kind != ResourceKind.Users)
        {
            foreach (var member in (ValuePath.Find(resource, "members") as JsonArray ?? []).OfType<JsonObject>())
            {
                if (Name(CellText.Of(member["value"])) is { } entry)
                    Line("member", entry);
            }

            return;
        }

        // inetOrgPerson demands both.
        if (!written.Contains("cn"))
            Line("cn", name);
        if (!written.Contains("sn"))
            Line("sn", written.Contains("cn") ? CellText.Of(resource["displayName"]) : name);
    }

    public override void Finish() => output.Flush();

    /// <summary>The entry that a reference by name is to; null for an id, under which there is no entry.</summary>
    string? Name(string value) => Reference.Parse(value) switch
    {
        ("userName", var name) => $"uid={DistinguishedName.Escape(name)},{people}",
        ("displayName", var name) => $"cn={DistinguishedName.Escape(name)},{below}",
        _ => null,
    };

    void Line(string name, string value)
    {
        var line = IsSafe(value) ? $"{name}: {value}" : $"{name}:: {Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}";
        for (var at = 0; at < line.Length;)
        {
            var take = Math.Min(at == 0 ? LongestLine : LongestLine - 1, line.Length - at);
            output.Write(at == 0 ? "" : " ");
            output.Write(line.AsSpan(at, take));
            output.Write('\n');
            at += take;
        }
    }

    static bool IsSafe(string value) => value.Length > 0 && value[0] is not (' ' or ':' or '<') && value[^1] is not ' ' && value.All(c => c is > '\0' and < '\u0080' and not ('\r' or '\n'));
}
