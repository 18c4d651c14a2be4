using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Roster.Server.Passwords;

/// <summary>
/// Argon2id as OWASP recommends it, in the PHC text form that carries its parameters, so that they can change and old hashes still verify.
/// </summary>
static class Argon2id
{
    const int MemoryKiB = 19_456;
    const int Passes = 2;
    const int Lanes = 1;
    const int SaltBytes = 16;
    const int HashBytes = 32;

    public static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var hash = Compute(password, salt, MemoryKiB, Passes, Lanes, HashBytes);
        return string.Create(CultureInfo.InvariantCulture, $"$argon2id$v=19$m={MemoryKiB},t={Passes},p={Lanes}${Encode(salt)}${Encode(hash)}");
    }

    /// <exception cref="FormatException">The stored text is not an Argon2id hash.</exception>
    public static bool Verify(string password, string stored)
    {
        if (stored.Split('$') is not ["", "argon2id", "v=19", var parameters, var salt, var hash] ||
            parameters.Split(',') is not [['m', '=', .. var memory], ['t', '=', .. var passes], ['p', '=', .. var lanes]])
        {
            throw new FormatException("A stored password is not an Argon2id hash.");
        }

        // No user has an empty password, so the time this saves tells nothing.
        if (password.Length == 0)
            return false;

        var expected = Decode(hash);
        var computed = Compute(password, Decode(salt), Number(memory), Number(passes), Number(lanes), expected.Length);
        return CryptographicOperations.FixedTimeEquals(computed, expected);
    }

    static byte[] Compute(string password, byte[] salt, int memoryKiB, int passes, int lanes, int length)
    {
        using var argon2 = new Konscious.Security.Cryptography.Argon2id(Encoding.UTF8.GetBytes(password))
        {
            Salt = salt, MemorySize = memoryKiB, Iterations = passes, DegreeOfParallelism = lanes,
        };
        return argon2.GetBytes(length);
    }

    // The PHC form has no padding.
    static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    static byte[] Decode(string text) => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));

    static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
