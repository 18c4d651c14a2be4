using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Roster.Server.Options;
using Roster.Server.Transport;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Transport;

public sealed class TlsFileTests : IDisposable
{
    readonly CertificateFiles files = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_new_certificate_serves_new_connections_and_open_ones_go_on(bool pfx)
    {
        var first = pfx ? files.WritePfx("x") : files.Write();
        var tls = pfx ? new TlsOptions { Certificate = files.Pfx, Password = "x" } : files.Pem;
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await StartAsync(tls, clock);
        await using var open = await Connection.OpenAsync(server.BaseUrl);
        var before = await open.GetAsync("/health/live");

        var second = pfx ? files.WritePfx("x") : files.Write();
        clock.Advance(TimeSpan.FromSeconds(3));
        await using var later = await Connection.OpenAsync(server.BaseUrl);

        Assert.Equal((first, second), (open.Thumbprint, later.Thumbprint));
        Assert.StartsWith("HTTP/1.1 200", before, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await open.GetAsync("/health/live"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await later.GetAsync("/health/live"), StringComparison.Ordinal);
        Assert.Contains(server.Logs.Lines, l => l.Contains("[1601]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_that_cannot_be_used_leave_the_old_certificate_until_they_can()
    {
        var first = files.Write();
        await using var server = await StartAsync(files.Pem, TimeProvider.System);
        var certificate = server.App.Services.GetRequiredService<ServerCertificate>();

        // As a renewal does it: the new certificate lies there before its key.
        var (oldKey, second) = (await File.ReadAllTextAsync(files.Key), files.Write());
        var newKey = await File.ReadAllTextAsync(files.Key);
        await File.WriteAllTextAsync(files.Key, oldKey);
        certificate.Look();
        var torn = certificate.Current.TargetCertificate.Thumbprint;
        await File.WriteAllTextAsync(files.Key, newKey[..100]);
        certificate.Look();
        var half = certificate.Current.TargetCertificate.Thumbprint;
        await File.WriteAllTextAsync(files.Key, newKey);
        certificate.Look();

        Assert.Equal((first, first, second), (torn, half, certificate.Current.TargetCertificate.Thumbprint));
        Assert.Contains(server.Logs.Lines, l => l.Contains("[1602]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_encrypted_key_is_opened_with_its_password()
    {
        files.Write("a password");

        await using var server = await StartAsync(files.Pem with { Password = "a password" }, TimeProvider.System);
        using var response = await server.Http.SendAsync("GET", Wire.Users);

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_stops_the_start_with_a_sentence()
    {
        files.Write("a password");

        var wrong = await Assert.ThrowsAsync<OptionsException>(() => StartAsync(files.Pem with { Password = "another" }, TimeProvider.System));
        var missing = await Assert.ThrowsAsync<OptionsException>(() => StartAsync(new TlsOptions { Certificate = "/nowhere/tls.crt" }, TimeProvider.System));
        var none = await Assert.ThrowsAsync<OptionsException>(() => StartAsync(new TlsOptions(), TimeProvider.System));

        Assert.All([wrong, missing, none], f => Assert.Contains("Tls:Certificate", f.Message, StringComparison.Ordinal));
    }

    static Task<RosterServer> StartAsync(TlsOptions tls, TimeProvider clock) => RosterServer.StartAsync(o => o with { Urls = "https://127.0.0.1:0", Tls = tls }, clock);

    public void Dispose() => files.Dispose();

    /// <summary>One connection, so that it shows which certificate it got and that it stays usable.</summary>
    sealed class Connection(TcpClient client, SslStream stream) : IAsyncDisposable
    {
        public string Thumbprint { get; } = ((X509Certificate2)stream.RemoteCertificate!).Thumbprint;

        public static async Task<Connection> OpenAsync(string url)
        {
            var address = new Uri(url);
            var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port);
            var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject is "CN=localhost",
            });
            return new Connection(client, stream);
        }

        public async Task<string> GetAsync(string path)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            var buffer = new byte[16 * 1024];
            return Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
        }

        public async ValueTask DisposeAsync()
        {
            await stream.DisposeAsync();
            client.Dispose();
        }
    }
}
