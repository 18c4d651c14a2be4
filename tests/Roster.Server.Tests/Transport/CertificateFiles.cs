using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Roster.Server.Options;

namespace Roster.Server.Tests.Transport;

/// <summary>Certificates as files, in a folder that goes away.</summary>
sealed class CertificateFiles : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("roster-tls-").FullName;

    public string Certificate => Path.Combine(folder, "tls.crt");

    public string Key => Path.Combine(folder, "tls.key");

    public string Pfx => Path.Combine(folder, "tls.pfx");

    public TlsOptions Pem => new() { Certificate = Certificate, Key = Key };

    /// <returns>The thumbprint of the new certificate.</returns>
    public string Write(string? keyPassword = null)
    {
        using var certificate = New();
        File.WriteAllText(Key, keyPassword is null
            ? certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem()
            : certificate.GetRSAPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(keyPassword, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        return certificate.Thumbprint;
    }

    public string WritePfx(string password)
    {
        using var certificate = New();
        File.WriteAllBytes(Pfx, certificate.Export(X509ContentType.Pfx, password));
        return certificate.Thumbprint;
    }

    static X509Certificate2 New()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
