using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Roster.Scim;
using Roster.Server.Scim;
using Roster.Server.Transport;

namespace Roster.Server.Options;

/// <summary>Reads and checks <see cref="RosterOptions"/>. What passes here is not checked again.</summary>
public static class OptionsReader
{
    /// <summary>The sources in the order in which they win, the last most.</summary>
    /// <param name="args">Command line arguments as <c>--Key value</c> or <c>--Key=value</c>.</param>
    public static IConfigurationRoot Sources(IReadOnlyList<string> args)
    {
        try
        {
            var configuration = new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath("roster.json"), optional: true, reloadOnChange: false)
                .AddCommandLine([.. args])
                .Build();
            // A key mistyped in the file or on the command line stops the start; the environment may hold ROSTER_ variables of other programs.
            RefuseUnknownKeys(configuration, typeof(RosterOptions), "");

            return new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath("roster.json"), optional: true, reloadOnChange: false)
                .AddEnvironmentVariables("ROSTER_")
                .AddCommandLine([.. args])
                .Build();
        }
        catch (Exception bad) when (bad is InvalidDataException or FormatException)
        {
            throw new OptionsException($"The configuration cannot be read: {bad.InnerException?.Message ?? bad.Message}", bad);
        }
    }

    /// <exception cref="OptionsException">A value cannot be used.</exception>
    public static RosterOptions Read(IConfiguration configuration)
    {
        try
        {
            var options = configuration.Get<RosterOptions>() ?? new RosterOptions();
            Check(options);
            return options;
        }
        catch (InvalidOperationException bad)
        {
            // The binder's message names the key and the type that its value does not have.
            throw new OptionsException(bad.Message, bad);
        }
    }

    /// <exception cref="OptionsException">A value cannot be used.</exception>
    public static void Check(RosterOptions options)
    {
        // Options never change: what was read is not checked again for the server that is built with it.
        if (Checked.TryGetValue(options, out _))
            return;

        CheckRanges(options, "");
        CheckTogether(options);
        Checked.AddOrUpdate(options, new object());
    }

    static readonly ConditionalWeakTable<RosterOptions, object> Checked = [];

    static void CheckTogether(RosterOptions options)
    {
        if (options.Storage.ConnectionString is { } given && string.IsNullOrWhiteSpace(given))
            throw new OptionsException("Storage:ConnectionString is empty. Give it a PostgreSQL connection string, or remove the key to use the embedded SQLite in the data folder.");

        if (options.Bootstrap.ClientId is null != options.Bootstrap.ClientSecret is null)
            throw new OptionsException("Bootstrap:ClientId and Bootstrap:ClientSecret belong together; only one of them is set.");

        if (options.PublicUrl is { } shown && !(Uri.TryCreate(shown, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }))
            throw new OptionsException($"PublicUrl: '{shown}' is not an http or https address without a path, such as https://scim.example.org.");

        foreach (var name in (options.AllowedHosts ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Uri.CheckHostName(name.Trim('[', ']')) == UriHostNameType.Unknown)
                throw new OptionsException($"AllowedHosts: '{name}' is not a host name; write it without scheme and port.");
        }

        if (options.Tls is { Certificate: null } tls && (tls.Key ?? tls.Password) is not null)
            throw new OptionsException("Tls:Certificate is missing; Tls:Key and Tls:Password belong to it.");

        if (options.Standard.DocumentationUri is { } told && !(Uri.TryCreate(told, UriKind.Absolute, out var page) && page.Scheme is "http" or "https"))
            throw new OptionsException($"Standard:DocumentationUri: '{told}' is not an http or https address such as https://example.org/scim.");

        // Not repeated: there could be a password in it.
        if (options.Telemetry.OtlpEndpoint is { } collector && !(Uri.TryCreate(collector, UriKind.Absolute, out var otlp) && otlp is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }))
            throw new OptionsException("Telemetry:OtlpEndpoint is not an http or https address such as http://127.0.0.1:4318.");

        _ = Offered(options.Standard);
        var proxies = Proxies(options);
        foreach (var url in options.Urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            CheckUrl(url, options.AllowPlainHttp || !proxies.IsEmpty);
    }

    /// <summary>What the standard surface offers.</summary>
    /// <exception cref="OptionsException">A name is of no feature.</exception>
    public static Features Offered(StandardSettings standard)
    {
        var offered = StandardProfile.Everything;
        foreach (var name in (standard.Off ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (name.All(char.IsAsciiLetter) && Enum.TryParse<Features>(name, ignoreCase: true, out var feature) && feature != Features.None)
                offered &= ~feature;
            else
                throw new OptionsException($"Standard:Off: '{name}' is not a feature; there are {string.Join(", ", Enum.GetNames<Features>().Skip(1))}.");
        }

        return offered;
    }

    static TrustedProxies Proxies(RosterOptions options)
    {
        try
        {
            return new TrustedProxies(options.TrustedProxies);
        }
        catch (FormatException bad)
        {
            throw new OptionsException($"TrustedProxies: '{bad.Message}' is neither an IP address nor a network such as 10.0.0.0/8.", bad);
        }
    }

    static void CheckUrl(string url, bool allowPlainHttp)
    {
        // Kestrel takes '*' and '+' for every interface, which are no host names to Uri.
        var readable = url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
        if (!Uri.TryCreate(readable, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new OptionsException($"Urls: '{url}' is not an http or https address such as http://127.0.0.1:8080.");

        if (uri.AbsolutePath is not "/")
            throw new OptionsException($"Urls: '{url}' has a path; an address ends after the port.");

        var loopback = string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
        if (uri.Scheme is "http" && !loopback && !allowPlainHttp)
            throw new OptionsException($"Urls: '{url}' would offer plain HTTP beyond this machine, and tokens and passwords with it. Use https, or name the proxy in front that ends TLS in TrustedProxies, or set AllowPlainHttp to true.");
    }

    static void CheckRanges(object section, string prefix)
    {
        foreach (var property in section.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var key = prefix + property.Name;
            var value = property.GetValue(section);
            if (IsSection(property.PropertyType))
            {
                CheckRanges(value!, key + ":");
                continue;
            }

            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                if (!rule.IsValid(value))
                    throw new OptionsException(Sentence(key, rule, property.PropertyType == typeof(int) || property.PropertyType == typeof(int?) ? value : null));
            }
        }
    }

    // A text is not repeated: it could be a secret.
    static string Sentence(string key, ValidationAttribute rule, object? value) => rule switch
    {
        RangeAttribute range => $"{key} must be between {range.Minimum} and {range.Maximum}{(value is null ? "" : $"; it is {value}")}.",
        AllowedValuesAttribute allowed => $"{key} must be one of {string.Join(", ", allowed.Values)}{(value is null ? "" : $"; it is {value}")}.",
        StringLengthAttribute length => $"{key} must have {length.MinimumLength} to {length.MaximumLength} characters.",
        PrintableNameAttribute => $"{key} must be 1 to 128 printable ASCII characters without blanks.",
        _ => $"{key} must not be empty.",
    };

    static void RefuseUnknownKeys(IConfiguration configuration, Type section, string prefix)
    {
        foreach (var child in configuration.GetChildren())
        {
            // These two are ASP.NET Core's own sections: log levels and certificates.
            if (prefix.Length == 0 && (Same(child.Key, "Logging") || Same(child.Key, "Kestrel")))
                continue;

            var property = section.GetProperties().FirstOrDefault(p => Same(p.Name, child.Key))
                ?? throw new OptionsException($"{prefix}{child.Key} is not an option of Roster.");
            if (IsSection(property.PropertyType))
                RefuseUnknownKeys(child, property.PropertyType, $"{prefix}{property.Name}:");
            else if (child.GetChildren().FirstOrDefault() is { } below)
                throw new OptionsException($"{prefix}{property.Name}:{below.Key} is not an option of Roster; {prefix}{property.Name} has one value.");
        }
    }

    static bool IsSection(Type type) => type.Namespace == typeof(RosterOptions).Namespace;

    static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
