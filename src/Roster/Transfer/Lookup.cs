using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Roster.Attributes;
using Roster.Client;

namespace Roster.Transfer;

/// <summary>Finds many resources by one attribute: so many in one request as filters hold, or one by one where a server knows no 'or'.</summary>
/// <param name="asked">The attributes that are wanted; null is all.</param>
sealed class Lookup(ScimClient<JsonObject> resources, ValuePath attribute, IReadOnlyList<string>? asked)
{
    // What common servers let into one filter.
    const int Terms = 40;
    const int Length = 3000;
    const int AtOnce = 4;

    IReadOnlyList<string>? asked = asked;
    bool oneByOne;

    /// <summary>Names that differ in case alone are the same, but for those that are opaque (RFC 7643 section 3.1: externalId).</summary>
    public StringComparer Comparer { get; } = attribute.Attribute is "externalId" or "id" ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <returns>Under each name the resources that have it; names without any are not in it.</returns>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<JsonObject>>> FindAsync(IEnumerable<string> names, CancellationToken cancel)
    {
        var wanted = names.Distinct(Comparer).ToList();
        var found = new ConcurrentDictionary<string, IReadOnlyList<JsonObject>>(Comparer);
        if (!oneByOne)
        {
            foreach (var chunk in Chunks(wanted))
            {
                try
                {
                    if (!await TogetherAsync(chunk, found, cancel))
                        await EachAsync(chunk.Where(n => !found.ContainsKey(n)), found, cancel);
                }
                catch (ScimException refused) when (asked is not null && refused.Status is 400 or 500)
                {
                    // scimmy 1.3 fails when it is asked for an extension's attribute. Whole resources are had everywhere.
                    asked = null;
                    return await FindAsync(wanted, cancel);
                }
                catch (ScimException refused) when (refused.Status is 400 or 403 or 413 or 414 or 431 or 501 && chunk.Count > 1)
                {
                    oneByOne = true;
                    break;
                }
            }
        }

        if (oneByOne)
            await EachAsync(wanted.Where(n => !found.ContainsKey(n)), found, cancel);
        return found;
    }

    /// <returns>Whether what was found has the very names that were asked for: a server may write them otherwise.</returns>
    async Task<bool> TogetherAsync(IReadOnlyList<string> names, ConcurrentDictionary<string, IReadOnlyList<JsonObject>> found, CancellationToken cancel)
    {
        var filter = names.Select(Equal).Aggregate((a, b) => a.Or(b));
        var isExact = true;
        await foreach (var resource in resources.AllAsync(Query(filter, names.Count + 1), cancel))
        {
            var name = Output.CellText.Of(attribute.Get(resource));
            if (names.Contains(name, Comparer))
                found.AddOrUpdate(name, _ => [resource], (_, others) => [.. others, resource]);
            else
                isExact = false;
        }

        return isExact;
    }

    Task EachAsync(IEnumerable<string> names, ConcurrentDictionary<string, IReadOnlyList<JsonObject>> found, CancellationToken cancel) =>
        Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (name, stop) =>
        {
            var one = (await resources.ListAsync(Query(Equal(name), 10), stop)).Value.Resources;
            if (one.Count > 0)
                found[name] = one;
        });

    ScimFilter Equal(string name) => ScimFilter.Equal(attribute.Text, name);

    ScimQuery Query(ScimFilter filter, int count) => new() { Filter = filter, Count = count, Attributes = asked };

    IEnumerable<IReadOnlyList<string>> Chunks(List<string> names)
    {
        var chunk = new List<string>();
        var length = 0;
        foreach (var name in names)
        {
            var more = Encoding.UTF8.GetByteCount(Equal(name).ToString()) + 4;
            if (chunk.Count == Terms || (chunk.Count > 0 && length + more > Length))
            {
                yield return chunk;
                (chunk, length) = ([], 0);
            }

            chunk.Add(name);
            length += more;
        }

        if (chunk.Count > 0)
            yield return chunk;
    }
}
