using System.Text;

namespace Roster.Client;

/// <summary>A request before it is tied to a server. Its path is escaped and relative; its template has placeholders and may be told to anybody.</summary>
sealed class ScimRequest(HttpMethod method, string path, string template)
{
    public HttpMethod Method => method;

    public string Path => path;

    public string Template => template;

    public byte[]? Body { get; init; }

    public string? IfMatch { get; init => field = EntityTag.Format(value); }

    public string? IfNoneMatch { get; init => field = EntityTag.Format(value); }

    /// <summary>Without one the connection's media type.</summary>
    public string? ContentType { get; init; }

    /// <summary>A POST that changes nothing.</summary>
    public bool IsSearch { get; init; }

    /// <summary>A POST that fetches a token; one more token does no harm.</summary>
    public bool IsToken { get; init; }

    /// <summary>Whether sending it twice does what sending it once does.</summary>
    public bool IsRepeatable => method == HttpMethod.Get || IsSearch || IsToken || (method != HttpMethod.Post && EntityTag.IsVersion(IfMatch));

    /// <summary>An id as one segment of a path.</summary>
    public static string Segment(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        // Dots cannot be escaped: such a segment would lead out of the collection.
        if (id is "." or "..")
            throw new ArgumentException("Not an id.", nameof(id));
        return Uri.EscapeDataString(id);
    }

    /// <summary>A query string of those parameters that have a value.</summary>
    public static string Query(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return query.ToString();
    }
}
