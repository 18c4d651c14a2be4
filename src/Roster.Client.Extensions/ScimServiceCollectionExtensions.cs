using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Roster.Client;
using Roster.Client.Genesys;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers clients of SCIM servers whose connections come from <see cref="IHttpClientFactory"/>.</summary>
public static class ScimServiceCollectionExtensions
{
    /// <summary>The name of the <see cref="HttpClient"/> behind the client that has no name of its own.</summary>
    public const string HttpClientName = "Roster.Client";

    /// <summary>
    /// Registers <see cref="ScimApi"/> and the <see cref="ScimConnection"/> that it uses, which serves any other SCIM client too.
    /// The application's <see cref="TimeProvider"/> is used if there is one.
    /// </summary>
    /// <returns>For handlers and settings of the <see cref="HttpClient"/>.</returns>
    public static IHttpClientBuilder AddScimApi(this IServiceCollection services, Action<ScimConnectionOptions> configure)
    {
        services.TryAddSingleton(provider => Connect(provider, Options.Options.DefaultName, HttpClientName));
        services.TryAddSingleton(provider => new ScimApi(provider.GetRequiredService<ScimConnection>()));
        return Add(services, Options.Options.DefaultName, HttpClientName, configure);
    }

    /// <summary>The same as services with a key, for applications that know several servers or organizations.</summary>
    /// <param name="name">The key of the services, and the name of the <see cref="HttpClient"/>.</param>
    /// <returns>For handlers and settings of the <see cref="HttpClient"/>.</returns>
    public static IHttpClientBuilder AddScimApi(this IServiceCollection services, string name, Action<ScimConnectionOptions> configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        services.TryAddKeyedSingleton(name, (provider, _) => Connect(provider, name, name));
        services.TryAddKeyedSingleton(name, (provider, _) => new ScimApi(provider.GetRequiredKeyedService<ScimConnection>(name)));
        return Add(services, name, name, configure);
    }

    static IHttpClientBuilder Add(IServiceCollection services, string options, string http, Action<ScimConnectionOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<ScimConnectionOptions>(options).Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ScimConnectionOptions>, OptionsValidation>());
        return services.AddHttpClient(http)
            // The connection has timeouts of its own.
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            // A client that follows redirects turns a POST into a GET on the way.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
                ConnectTimeout = TimeSpan.FromSeconds(10),
            });
    }

    static ScimConnection Connect(IServiceProvider provider, string options, string http)
    {
        var factory = provider.GetRequiredService<IHttpClientFactory>();
        return new(
            () => factory.CreateClient(http),
            provider.GetRequiredService<IOptionsMonitor<ScimConnectionOptions>>().Get(options),
            provider.GetService<TimeProvider>() ?? TimeProvider.System);
    }

    sealed class OptionsValidation : IValidateOptions<ScimConnectionOptions>
    {
        public ValidateOptionsResult Validate(string? name, ScimConnectionOptions options)
        {
            try
            {
                options.Validate();
                return ValidateOptionsResult.Success;
            }
            catch (ArgumentException e)
            {
                return ValidateOptionsResult.Fail(e.Message);
            }
        }
    }
}
