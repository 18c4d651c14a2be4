using System.Collections.Concurrent;

namespace Roster.Storage;

/// <summary>What was made of each text of a statement, made once.</summary>
sealed class KnownTexts<T>(Func<string, T> make)
{
    // Filters make new statements; beyond this many they are forgotten together, as connections do.
    const int Most = 300;

    readonly ConcurrentDictionary<string, T> known = new(StringComparer.Ordinal);

    public T Of(string text)
    {
        if (known.TryGetValue(text, out var made))
            return made;
        if (known.Count >= Most)
            known.Clear();
        return known[text] = make(text);
    }
}
