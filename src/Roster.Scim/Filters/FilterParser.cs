using System.Buffers;
using System.Globalization;
using System.Text;
using Roster.Scim.Messages;

namespace Roster.Scim.Filters;

/// <summary>
/// Reads filter text by recursive descent, one method a rule of the grammar (RFC 7644 figure 1 with errata 4690, 7319 and 7322):
/// <code>
/// filter     = BWS or-expr BWS
/// or-expr    = and-expr *( RWS "or" RWS and-expr )
/// and-expr   = term *( RWS "and" RWS term )
/// term       = group / "not" BWS group / value-path / name RWS ( "pr" / operator RWS literal )
/// group      = "(" BWS or-expr BWS ")"
/// value-path = name "[" BWS or-expr BWS "]" [ "." name RWS operator RWS literal ]      ; no value-path inside
/// </code>
/// RWS is one or more, BWS any number of spaces; nothing else separates. Length, depth and terms are counted before the parser goes deeper,
/// so no text can exhaust the stack.
/// </summary>
public static class FilterParser
{
    /// <exception cref="ScimException"><c>invalidFilter</c>, with the position, what stands there and what was expected.</exception>
    public static Filter Parse(string text, FilterLimits limits, Tolerances tolerances)
    {
        if (text.Length > limits.Length)
            throw ScimError.InvalidFilter($"The filter has {text.Length} characters; at most {limits.Length} are allowed.").ToException();

        return new Reader(text, 0, text.Length, limits, tolerances).ReadAll(inBrackets: false);
    }

    /// <summary>Reads the part of a PATCH path that stands between its brackets.</summary>
    internal static Filter ParseCondition(string text, int start, int end, FilterLimits limits, Tolerances tolerances) =>
        new Reader(text, start, end, limits, tolerances).ReadAll(inBrackets: true);

    sealed class Reader(string text, int start, int end, FilterLimits limits, Tolerances tolerances)
    {
        int at = start;
        int depth;
        int terms;

        public Filter ReadAll(bool inBrackets)
        {
            SkipSpaces();
            if (at == end)
                throw Expected("a filter such as userName eq \"ann\"");

            var filter = ReadOr(inBrackets);
            SkipSpaces();
            return at == end ? filter : throw Expected("'and', 'or' or the end");
        }

        Filter ReadOr(bool inBrackets)
        {
            var first = ReadAnd(inBrackets);
            if (!TryReadLogical("or"))
                return first;

            var operands = new List<Filter> { first };
            do
                operands.Add(ReadAnd(inBrackets));
            while (TryReadLogical("or"));
            return Combine(operands, 0, operands.Count, static (left, right) => new Filter.Or(left, right));
        }

        Filter ReadAnd(bool inBrackets)
        {
            var first = ReadTerm(inBrackets);
            if (!TryReadLogical("and"))
                return first;

            var operands = new List<Filter> { first };
            do
                operands.Add(ReadTerm(inBrackets));
            while (TryReadLogical("and"));
            return Combine(operands, 0, operands.Count, static (left, right) => new Filter.And(left, right));
        }

        // A long chain becomes a balanced tree: whoever walks it later needs a stack of its logarithm.
        static Filter Combine(List<Filter> operands, int from, int to, Func<Filter, Filter, Filter> join)
        {
            if (to - from == 1)
                return operands[from];

            var middle = from + ((to - from) / 2);
            return join(Combine(operands, from, middle, join), Combine(operands, middle, to, join));
        }

        Filter ReadTerm(bool inBrackets)
        {
            if (Next == '(')
                return ReadGroup(inBrackets);

            var position = at + 1;
            var name = ReadName("an attribute name, 'not' or '('");

            if (name.Equals("not", StringComparison.OrdinalIgnoreCase))
            {
                var afterNot = at;
                SkipSpaces();
                if (Next == '(')
                    return new Filter.Not(ReadGroup(inBrackets));
                at = afterNot;
            }

            if (Next == '[')
                return inBrackets ? throw Expected("an operator; brackets do not nest") : ReadValuePath(name, position);

            return ReadExpression(name, position);
        }

        Filter ReadGroup(bool inBrackets)
        {
            Descend();
            at++;
            SkipSpaces();
            var inner = ReadOr(inBrackets);
            SkipSpaces();
            if (Next != ')')
                throw Expected("'and', 'or' or ')'");
            at++;
            depth--;
            return inner;
        }

        Filter.ValuePath ReadValuePath(string name, int position)
        {
            Descend();
            at++;
            SkipSpaces();
            var condition = ReadOr(inBrackets: true);
            SkipSpaces();
            if (Next != ']')
                throw Expected("'and', 'or' or ']'");
            at++;
            depth--;

            if (Next != '.')
                return new Filter.ValuePath(name, position, condition, null);

            at++;
            var subPosition = at + 1;
            var sub = ReadName("a sub-attribute name");
            return ReadExpression(sub, subPosition) is Filter.Compare tail
                ? new Filter.ValuePath(name, position, condition, tail)
                : throw ScimError.InvalidFilter($"'{ScimError.Quote(sub)}' at position {subPosition}: 'pr' cannot follow a bracket; put it inside.").ToException();
        }

        Filter ReadExpression(string name, int position)
        {
            if (++terms > limits.Terms)
                throw ScimError.InvalidFilter($"The filter has more than {limits.Terms} comparisons (position {position}).").ToException();

            RequireSpaces("a space and an operator");
            var operatorAt = at;
            while (at < end && char.IsAsciiLetter(text[at]))
                at++;

            var word = text.AsSpan(operatorAt, at - operatorAt);
            if (word.Equals("pr", StringComparison.OrdinalIgnoreCase))
                return new Filter.Present(name, position);

            if (!TryOperator(word, out var comparison))
            {
                at = operatorAt;
                throw Expected("an operator (eq, ne, co, sw, ew, gt, ge, lt, le or pr)", WordHere());
            }

            RequireSpaces("a space and a value");
            return new Filter.Compare(name, position, comparison, ReadLiteral());
        }

        static bool TryOperator(ReadOnlySpan<char> word, out Comparison comparison)
        {
            for (var i = 0; i < Operators.Length; i++)
            {
                if (word.Equals(Operators[i], StringComparison.OrdinalIgnoreCase))
                {
                    comparison = (Comparison)i;
                    return true;
                }
            }

            comparison = default;
            return false;
        }

        bool TryReadLogical(string word)
        {
            var before = at;
            SkipSpaces();
            var wordEnd = at + word.Length;
            if (at > before && wordEnd < end && text[wordEnd] == ' ' &&
                text.AsSpan(at, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                at = wordEnd;
                SkipSpaces();
                return true;
            }

            at = before;
            return false;
        }

        string ReadName(string expected)
        {
            if (at == end || !(char.IsAsciiLetter(text[at]) || text[at] == '$'))
                throw Expected(expected);

            var nameAt = at;
            var rest = text.AsSpan(at, end - at);
            var isUrn = rest.StartsWith("urn:", StringComparison.OrdinalIgnoreCase);
            var length = rest.IndexOfAnyExcept(isUrn ? UrnCharacters : NameCharacters);
            at += length < 0 ? rest.Length : length;

            // A dot must be followed by a name, but for those in a URN, which are told apart when it is resolved.
            var name = text[nameAt..at];
            for (var dot = isUrn ? -1 : name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1))
            {
                if (dot + 1 == name.Length || !(char.IsAsciiLetter(name[dot + 1]) || name[dot + 1] == '$'))
                {
                    at = nameAt + dot + 1;
                    throw Expected("a sub-attribute name");
                }
            }

            return name;
        }

        FilterLiteral ReadLiteral()
        {
            if (Next == '"')
                return ReadQuoted();

            var position = at + 1;
            var rest = text.AsSpan(at, end - at);
            var length = rest.IndexOfAny(LiteralEnd);
            var word = length < 0 ? rest : rest[..length];

            FilterLiteral? literal = word switch
            {
                "true" => new FilterLiteral.Boolean(true, position),
                "false" => new FilterLiteral.Boolean(false, position),
                "null" => new FilterLiteral.Null(position),
                _ when IsNumber(word) => new FilterLiteral.Number(word.ToString(), position),
                _ when tolerances.BareFilterValues && IsBare(word) => new FilterLiteral.Bare(word.ToString(), position),
                _ => null,
            };

            at += literal is null ? 0 : word.Length;
            return literal ?? throw Expected("a value: a string in double quotes, a number, true, false or null");
        }

        FilterLiteral.Quoted ReadQuoted()
        {
            var position = at + 1;
            var value = new StringBuilder();
            at++;
            while (true)
            {
                if (at == end)
                    throw ScimError.InvalidFilter($"The string that begins at position {position} has no closing quote.").ToException();

                var c = text[at];
                if (c == '"')
                    break;
                if (c < ' ')
                    throw Expected("an escape: control characters may not stand in a string as they are");

                if (c == '\\')
                    c = ReadEscape();
                else
                    at++;

                if (c == '\0')
                    throw ScimError.InvalidFilter($"The string that begins at position {position} contains the character NUL, which no value can have.").ToException();
                value.Append(c);
            }

            at++;
            var result = value.ToString();
            if (HasLoneSurrogate(result))
                throw ScimError.InvalidFilter($"The string that begins at position {position} contains half of a surrogate pair.").ToException();
            return new FilterLiteral.Quoted(result, position);
        }

        char ReadEscape()
        {
            var escaped = at + 1 < end ? text[at + 1] : '\0';
            if (escaped == 'u')
            {
                if (at + 6 <= end && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
                {
                    at += 6;
                    return (char)unit;
                }

                throw Expected("\\u and four hexadecimal digits");
            }

            var index = "\"\\/bfnrt".IndexOf(escaped, StringComparison.Ordinal);
            if (index < 0)
                throw Expected("a JSON escape (\\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u)");

            at += 2;
            return "\"\\/\b\f\n\r\t"[index];
        }

        // The number of RFC 8259: no plus sign, no leading zeros, digits on both sides of the point.
        static bool IsNumber(ReadOnlySpan<char> word)
        {
            var i = word.StartsWith("-") ? 1 : 0;
            var whole = Digits(word, ref i);
            if (whole == 0 || (whole > 1 && word[i - whole] == '0'))
                return false;

            if (i < word.Length && word[i] == '.')
            {
                i++;
                if (Digits(word, ref i) == 0)
                    return false;
            }

            if (i < word.Length && word[i] is 'e' or 'E')
            {
                i++;
                if (i < word.Length && word[i] is '+' or '-')
                    i++;
                if (Digits(word, ref i) == 0)
                    return false;
            }

            return i == word.Length;
        }

        static int Digits(ReadOnlySpan<char> word, ref int i)
        {
            var from = i;
            while (i < word.Length && char.IsAsciiDigit(word[i]))
                i++;
            return i - from;
        }

        // Services document `userName eq search@sample.org`, Entra ID sends `id eq 54D382A4-...`. A quote, a sign or a point in front
        // is rather another language's notation than a value. What the word means, the attribute's type decides.
        static bool IsBare(ReadOnlySpan<char> word)
        {
            if (word.IsEmpty || word[0] is '\'' or '+' or '.' || word.Contains('\'') || word.Contains('\\'))
                return false;

            foreach (var c in word)
            {
                if (char.IsControl(c) || char.IsWhiteSpace(c))
                    return false;
            }

            return !HasLoneSurrogate(word);
        }

        static bool HasLoneSurrogate(ReadOnlySpan<char> value)
        {
            for (var i = 0; i < value.Length; i++)
            {
                if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                    i++;
                else if (char.IsSurrogate(value[i]))
                    return true;
            }

            return false;
        }

        void Descend()
        {
            if (++depth > limits.Depth)
                throw ScimError.InvalidFilter($"The filter is nested more than {limits.Depth} deep (position {at + 1}).").ToException();
        }

        char Next => at < end ? text[at] : '\0';

        void SkipSpaces()
        {
            while (at < end && text[at] == ' ')
                at++;
        }

        void RequireSpaces(string expected)
        {
            if (Next != ' ')
                throw Expected(expected);
            SkipSpaces();
            if (at == end)
                throw Expected(expected);
        }

        string WordHere()
        {
            var rest = text.AsSpan(at, end - at);
            var length = rest.IndexOfAny(LiteralEnd);
            return (length < 0 ? rest : length == 0 ? rest[..1] : rest[..length]).ToString();
        }

        // Names one character only unless told more: what stands where a value is due may be a secret.
        ScimException Expected(string expected, string? found = null)
        {
            var stands = at >= end ? "the text ends" : $"'{ScimError.Quote(found ?? text[at].ToString())}' stands";
            return ScimError.InvalidFilter($"At position {at + 1} {stands}; expected {expected}.").ToException();
        }
    }

    static readonly string[] Operators = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];

    static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_$.:");

    // What RFC 8141 lets stand in a URN, but for what delimits in a filter.
    static readonly SearchValues<char> UrnCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_$.:~%+=@;!*/&,");

    static readonly SearchValues<char> LiteralEnd = SearchValues.Create(" \"()[]");
}
