using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging;
using Roster.Server.Options;

namespace Roster.Server.Transport;

/// <summary>
/// The certificate of the configured files. When their content changes, later handshakes get the new one; connections that are open keep theirs.
/// Files that cannot be used (half written, key and certificate of two renewals) leave the old one in place and are tried again.
/// </summary>
sealed class ServerCertificate : IDisposable
{
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    readonly TlsOptions options;
    readonly ILogger<ServerCertificate> log;
    readonly ITimer timer;
    readonly Lock gate = new();
    byte[] looked;
    volatile SslStreamCertificateContext current;

    /// <exception cref="OptionsException">The files cannot be used.</exception>
    public ServerCertificate(TlsOptions options, TimeProvider clock, ILogger<ServerCertificate> log)
    {
        (this.options, this.log) = (options, log);
        try
        {
            var files = Files.Read(options);
            (current, looked) = (files.Load(options.Password), files.Digest());
        }
        catch (Exception bad) when (IsAboutFiles(bad))
        {
            throw new OptionsException($"Tls:Certificate: '{options.Certificate}' cannot be used: {bad.Message}", bad);
        }

        timer = clock.CreateTimer(_ => Look(), null, LookEvery, LookEvery);
    }

    /// <summary>What the next handshake gets.</summary>
    public SslStreamCertificateContext Current => current;

    /// <summary>Reads the files again. They are compared by content: a link that now leads elsewhere has no date that would tell.</summary>
    public void Look()
    {
        lock (gate)
        {
            try
            {
                var files = Files.Read(options);
                var digest = files.Digest();
                if (digest.AsSpan().SequenceEqual(looked))
                    return;

                // Also when it cannot be used: the log says so once for each content.
                looked = digest;
                current = files.Load(options.Password);
                Log.CertificateLoaded(log, current.TargetCertificate.Subject, current.TargetCertificate.NotAfter.ToUniversalTime());
            }
            catch (Exception bad) when (IsAboutFiles(bad))
            {
                Log.CertificateUnusable(log, bad, options.Certificate!);
            }
        }
    }

    public void Dispose() => timer.Dispose();

    static bool IsAboutFiles(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or NotSupportedException;

    sealed record Files(byte[] Certificate, byte[]? Key)
    {
        public static Files Read(TlsOptions options) =>
            new(File.ReadAllBytes(options.Certificate!), options.Key is null ? null : File.ReadAllBytes(options.Key));

        public byte[] Digest() => SHA256.HashData([.. SHA256.HashData(Certificate), .. Key is null ? [] : SHA256.HashData(Key)]);

        public SslStreamCertificateContext Load(string? password)
        {
            var all = Certificate.AsSpan().IndexOf("-----BEGIN "u8) >= 0 ? Pem(password) : X509CertificateLoader.LoadPkcs12Collection(Certificate, password);
            var own = all.FirstOrDefault(c => c.HasPrivateKey) ?? throw new CryptographicException("There is no private key with it.");
            // Offline: what the file does not bring along is not fetched from the network at a handshake.
            return SslStreamCertificateContext.Create(own, new X509Certificate2Collection(all.Where(c => c != own).ToArray()), offline: true);
        }

        // A key that belongs to another certificate is refused here.
        X509Certificate2Collection Pem(string? password)
        {
            var text = Encoding.UTF8.GetString(Certificate);
            var key = Key is null ? text : Encoding.UTF8.GetString(Key);
            var own = string.IsNullOrEmpty(password) ? X509Certificate2.CreateFromPem(text, key) : X509Certificate2.CreateFromEncryptedPem(text, key, password);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(text);
            return [own, .. chain.Where(c => !string.Equals(c.Thumbprint, own.Thumbprint, StringComparison.Ordinal))];
        }
    }
}
