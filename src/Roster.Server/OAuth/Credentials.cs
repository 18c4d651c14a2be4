using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Roster.Server.OAuth;

/// <summary>
/// Client secrets and access tokens: 256 random bits, so that a fast hash keeps them safe at rest and nobody can guess one.
/// The prefixes let secret scanners recognise them.
/// </summary>
public static class Credentials
{
    public const string TokenPrefix = "rst_";
    public const string SecretPrefix = "rss_";

    public const string ProvisioningPrefix = "rsp_";

    public static string NewToken() => TokenPrefix + Random();

    /// <summary>A token to paste into an identity provider.</summary>
    public static string NewProvisioningToken() => ProvisioningPrefix + Random();

    /// <summary>As much of a token as may be shown to tell it from others: its prefix and 24 of its 256 bits.</summary>
    public static string Recognisable(string token) => token[..(ProvisioningPrefix.Length + 4)];

    public static string NewSecret() => SecretPrefix + Random();

    public static string NewClientId() => Guid.NewGuid().ToString();

    /// <summary>What is stored in place of a secret or token: SHA-256 of its UTF-8 bytes.</summary>
    public static byte[] Hash(ReadOnlySpan<char> secret)
    {
        Span<byte> memory = stackalloc byte[256];
        return SHA256.HashData(Encoding.UTF8.TryGetBytes(secret, memory, out var length) ? memory[..length] : Encoding.UTF8.GetBytes(secret.ToArray()));
    }

    static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
