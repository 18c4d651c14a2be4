using System.Buffers;
using System.Text;

namespace Roster.Scim.Filters;

/// <summary>Tells the texts in a filter from the rest of it. Filters with the same rest are parsed alike, whatever their texts: quotes stand nowhere else.</summary>
static class FilterTexts
{
    /// <summary>The characters of the longest rest that is taken apart.</summary>
    public const int LongestRest = 256;

    /// <summary>The most texts in one that is.</summary>
    public const int Most = 8;

    // What a text begins and ends with, and what only a parser can tell: escapes, what must be escaped, halves of surrogate pairs.
    static readonly SearchValues<char> Marks = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c), '"', '\\', .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c)]);

    /// <param name="rest">Becomes the filter with its texts empty: <c>userName eq ""</c>.</param>
    /// <param name="texts">In their order, without quotes.</param>
    /// <returns>False when it takes a parser, or there are none.</returns>
    public static bool TryTakeOut(string filter, Span<char> rest, out int length, out string[] texts)
    {
        length = 0;
        texts = [];
        Span<Range> places = stackalloc Range[Most];
        var (count, at) = (0, 0);
        for (int mark; (mark = filter.AsSpan(at).IndexOfAny(Marks)) >= 0;)
        {
            var start = at + mark + 1;
            var end = start + filter.AsSpan(start).IndexOfAny(Marks);
            if (end < start || filter[start - 1] != '"' || filter[end] != '"' || count == Most
                || !TryAppend(filter.AsSpan(at, start - at), rest, ref length) || !TryAppend("\"", rest, ref length))
                return false;
            places[count++] = start..end;
            at = end + 1;
        }

        if (count == 0 || !TryAppend(filter.AsSpan(at), rest, ref length))
            return false;

        texts = new string[count];
        for (var i = 0; i < count; i++)
            texts[i] = filter[places[i]];
        return true;
    }

    static bool TryAppend(ReadOnlySpan<char> part, Span<char> rest, ref int length)
    {
        if (!part.TryCopyTo(rest[length..]))
            return false;
        length += part.Length;
        return true;
    }

    /// <summary>The filter with that rest and other texts.</summary>
    public static string PutIn(ReadOnlySpan<char> rest, Func<int, string> text)
    {
        var filter = new StringBuilder();
        var number = 0;
        for (int quotes; (quotes = rest.IndexOf("\"\"")) >= 0; rest = rest[(quotes + 2)..])
            filter.Append(rest[..quotes]).Append('"').Append(text(number++)).Append('"');
        return filter.Append(rest).ToString();
    }
}
