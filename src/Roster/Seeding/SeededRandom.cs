namespace Roster.Seeding;

/// <summary>Chance that is the same on every machine and with every version of .NET (SplitMix64).</summary>
struct SeededRandom(ulong seed)
{
    ulong state = seed;

    /// <summary>Chance for one of many things, which does not depend on the others.</summary>
    public static SeededRandom For(ulong seed, int index)
    {
        var mixed = new SeededRandom(seed ^ (0x9E3779B97F4A7C15 * ((ulong)index + 1)));
        return new SeededRandom(mixed.Next());
    }

    public ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <returns>0 or more, and less than the bound.</returns>
    public int Below(int bound) => (int)(((UInt128)Next() * (uint)bound) >> 64);

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];
}
