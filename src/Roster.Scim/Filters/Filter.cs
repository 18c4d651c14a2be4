using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Roster.Scim.Filters;

/// <summary>
/// A filter as its text says it (RFC 7644 section 3.4.2.2): the names are the client's and not yet known to mean anything.
/// Positions count from 1. <see cref="FilterBinder"/> turns it into a <see cref="Predicate"/>.
/// </summary>
public abstract record Filter
{
    private Filter() { }

    public sealed record And(Filter Left, Filter Right) : Filter;

    public sealed record Or(Filter Left, Filter Right) : Filter;

    public sealed record Not(Filter Operand) : Filter;

    public sealed record Compare(string Name, int Position, Comparison Operator, FilterLiteral Literal) : Filter;

    public sealed record Present(string Name, int Position) : Filter;

    /// <summary><c>attr[condition]</c>, and <c>attr[condition].sub op value</c>, which some clients send though the standard's grammar lacks it.</summary>
    /// <param name="Tail">The comparison after the bracket, its name being that of the sub-attribute.</param>
    public sealed record ValuePath(string Name, int Position, Filter Condition, Compare? Tail) : Filter;

    /// <summary>Text that parses to this filter again, positions apart.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        Print(this, text);
        return text.ToString();
    }

    static void Print(Filter filter, StringBuilder text)
    {
        switch (filter)
        {
            case And(var left, var right):
                PrintOperand(left, text, grouped: left is Or);
                text.Append(" and ");
                PrintOperand(right, text, grouped: right is Or);
                break;
            case Or(var left, var right):
                Print(left, text);
                text.Append(" or ");
                Print(right, text);
                break;
            case Not(var operand):
                text.Append("not ");
                PrintOperand(operand, text, grouped: true);
                break;
            case Compare(var name, _, var comparison, var literal):
                text.Append(name).Append(' ').Append(comparison.ToString().ToLowerInvariant()).Append(' ').Append(literal);
                break;
            case Present(var name, _):
                text.Append(name).Append(" pr");
                break;
            case ValuePath(var name, _, var condition, var tail):
                text.Append(name).Append('[');
                Print(condition, text);
                text.Append(']');
                if (tail is not null)
                {
                    text.Append('.');
                    Print(tail, text);
                }

                break;
        }
    }

    static void PrintOperand(Filter operand, StringBuilder text, bool grouped)
    {
        if (grouped)
            text.Append('(');
        Print(operand, text);
        if (grouped)
            text.Append(')');
    }
}

/// <summary>The right-hand side of a comparison as written; what it means depends on the attribute's type.</summary>
public abstract record FilterLiteral
{
    private FilterLiteral() { }

    /// <summary>A quoted string, its escapes resolved.</summary>
    public sealed record Quoted(string Text, int Position) : FilterLiteral;

    /// <summary>A JSON number in the client's digits.</summary>
    public sealed record Number(string Text, int Position) : FilterLiteral;

    public sealed record Boolean(bool Value, int Position) : FilterLiteral;

    public sealed record Null(int Position) : FilterLiteral;

    /// <summary>An unquoted word, which only <see cref="Tolerances.BareFilterValues"/> lets in.</summary>
    public sealed record Bare(string Text, int Position) : FilterLiteral;

    public int At => this switch
    {
        Quoted q => q.Position,
        Number n => n.Position,
        Boolean b => b.Position,
        Null n => n.Position,
        Bare b => b.Position,
        _ => 0,
    };

    public sealed override string ToString() => this switch
    {
        Quoted(var text, _) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"",
        Number(var text, _) => text,
        Boolean(var value, _) => value ? "true" : "false",
        Bare(var text, _) => text,
        _ => "null",
    };
}
