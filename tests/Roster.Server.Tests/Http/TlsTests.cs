using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Http;

public sealed class TlsTests
{
    [Fact]
    [Holds("SEC-11")]
    public async Task A_configured_certificate_serves_https_and_the_answers_ask_to_stay_with_it()
    {
        var file = Path.GetTempFileName();
        try
        {
            using var key = RSA.Create(2048);
            var now = TimeProvider.System.GetUtcNow();
            using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx, "x"));
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Kestrel:Certificates:Default:Path"] = file,
                ["Kestrel:Certificates:Default:Password"] = "x",
            }).Build();

            await using var server = await RosterServer.StartAsync(o => o with { Urls = "https://127.0.0.1:0" }, configuration: configuration);
            using var response = await server.Http.SendAsync("GET", Wire.Users);

            Assert.StartsWith("https://", server.BaseUrl, StringComparison.Ordinal);
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal("max-age=600; includeSubDomains", response.Header("Strict-Transport-Security"));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
