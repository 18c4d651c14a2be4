using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using Roster.Scim.Messages;
using Roster.Server.Http;
using Roster.Server.Limits;
using Roster.Storage;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Roster.Server.OAuth;

/// <summary>
/// <c>POST /oauth/token</c>: client credentials (RFC 6749 section 4.4). OpenIddict reads and writes the protocol; who the client is and what
/// a token looks like is decided in the handlers beside this file.
/// </summary>
/// <remarks>
/// OpenIddict has services of its own, made when the first token is asked for: a start does not wait for it, no other request passes through it, and what it would bring
/// along for web pages, a file of keys in the home folder among it, never comes to be.
/// </remarks>
sealed class TokenEndpoint : IAsyncDisposable
{
    public const string Path = "/oauth/token";
    const int LongestForm = 64 * 1024;

    readonly Lazy<ServiceProvider> services;

    public TokenEndpoint(ClientAuthentication clients, TokenRates rates, RosterStore store, TimeProvider clock, ILoggerFactory logs) => services = new(() =>
    {
        var own = new ServiceCollection();
        own.AddSingleton(clients).AddSingleton(rates).AddSingleton(store).AddSingleton(clock);
        own.AddLogging().AddSingleton(logs);
        AddOpenIddict(own);
        return own.BuildServiceProvider();
    });

    static void AddOpenIddict(IServiceCollection services) => services.AddOpenIddict().AddServer(server =>
    {
        server.SetTokenEndpointUris(Path);
        server.AllowClientCredentialsFlow();

        // No stores of its own: clients and tokens are Roster's.
        server.EnableDegradedMode();

        // What a client may do are its permissions. Some identity providers insist on naming a scope: it is passed over and grants nothing.
        server.DisableScopeValidation();
        server.AddEventHandler<ValidateTokenRequestContext>(h => h.UseSingletonHandler<AuthenticateClient>());
        server.AddEventHandler<HandleTokenRequestContext>(h => h.UseSingletonHandler<GrantClientCredentials>());
        server.AddEventHandler<GenerateTokenContext>(h => h.UseSingletonHandler<IssueOpaqueToken>().SetOrder(int.MinValue + 1_000));
        server.AddEventHandler<ApplyTokenResponseContext>(h => h.UseSingletonHandler<WordTokenResponse>().SetOrder(int.MinValue + 1_000));

        // OpenIddict insists on keys for signed tokens, which are never made here. They live as long as the process.
        server.AddSigningKey(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)));
        server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));

        // Which addresses may use plain HTTP is decided for all surfaces alike, where the server's addresses are checked.
        server.UseAspNetCore().DisableTransportSecurityRequirement().SuppressJsonResponseIndentation().SetRealm("roster");
    });

    public void Map(IEndpointRouteBuilder routes) => routes.MapTable(Path, new Access.Open(), (HttpMethods.Post, AnswerAsync));

    async Task AnswerAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LongestForm;

        await using var scope = services.Value.CreateAsyncScope();
        var ours = http.RequestServices;
        http.RequestServices = scope.ServiceProvider;
        try
        {
            // It answers as an authentication scheme.
            var schemes = scope.ServiceProvider.GetRequiredService<IAuthenticationHandlerProvider>();
            var openIddict = await schemes.GetHandlerAsync(http, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme) as IAuthenticationRequestHandler;
            if (openIddict is null || !await openIddict.HandleRequestAsync())
                throw new InvalidOperationException("OpenIddict did not answer the token request.");
        }
        catch (Exception bad) when (bad is InvalidDataException || (bad is IOException and not BadHttpRequestException && !http.RequestAborted.IsCancellationRequested))
        {
            // ASP.NET Core's form reader speaks so of too many fields and of broken framing.
            throw new ScimError(400, null, "The form cannot be read.") { Fault = GatewayFault.MalformedRequest }.ToException();
        }
        finally
        {
            http.RequestServices = ours;
        }
    }

    public ValueTask DisposeAsync() => services.IsValueCreated ? services.Value.DisposeAsync() : default;
}

/// <summary>How many tokens a client fetches in its minute; apart from its other requests, so that one cannot use up the other.</summary>
sealed class TokenRates(int perMinute, TimeProvider clock)
{
    readonly ClientRates? rates = perMinute is 0 ? null : new ClientRates(perMinute, clock);

    public RateUse? Take(string clientId) => rates?.Take(clientId);
}

/// <summary>Refuses a request whose client is not known or has the wrong secret, or that comes too often.</summary>
sealed class AuthenticateClient(ClientAuthentication clients, TokenRates rates) : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public const string ClientProperty = "roster:client";

    public async ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        var request = context.Transaction.GetHttpRequest() ?? throw new InvalidOperationException("A token request came by no request.");
        // OpenIddict looks for twice the same among the parameters that it uses (RFC 6749 section 3.2 means all of them).
        if (request.Form.FirstOrDefault(p => p.Value.Count > 1).Key is { } repeated)
        {
            context.Reject(OpenIddictConstants.Errors.InvalidRequest, $"'{ScimError.Quote(repeated)}' is there twice.");
            return;
        }

        var from = request.HttpContext.Connection.RemoteIpAddress;
        if (await clients.AuthenticateAsync(context.ClientId, context.ClientSecret, from, context.CancellationToken) is not { } client)
        {
            context.Reject(OpenIddictConstants.Errors.InvalidClient, "The client id or the secret is wrong.");
            return;
        }

        // Counted after the secret was right, so that strangers cannot use up a client's minute. OAuth has no error for it; HTTP has.
        if (rates.Take(client.Id) is { Exceeded: true } use)
            throw new ScimError(429, null, "The client fetches too many tokens; a token can be used until it expires.") { Fault = GatewayFault.TooManyRequests, RetryAfter = use.ResetSeconds }.ToException();

        context.Transaction.SetProperty(ClientProperty, client);
    }
}

/// <summary>Lets the authenticated client sign in as itself, for as long as its tokens live.</summary>
sealed class GrantClientCredentials : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        var client = context.Transaction.GetProperty<Client>(AuthenticateClient.ClientProperty)
            ?? throw new InvalidOperationException("A token request was handled whose client was not authenticated.");
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        identity.SetClaim(OpenIddictConstants.Claims.Subject, client.Id);

        context.SignIn(new ClaimsPrincipal(identity).SetAccessTokenLifetime(client.TokenLifetime));
        return default;
    }
}

/// <summary>Makes the token: opaque, so that it can really be revoked, and stored as its hash alone.</summary>
sealed class IssueOpaqueToken(RosterStore store, TimeProvider clock) : IOpenIddictServerHandler<GenerateTokenContext>
{
    public async ValueTask HandleAsync(GenerateTokenContext context)
    {
        var now = clock.GetUtcNow();
        var client = context.Transaction.GetProperty<Client>(AuthenticateClient.ClientProperty)
            ?? throw new InvalidOperationException("A token was asked for whose client was not authenticated.");
        var token = Credentials.NewToken();
        await store.Tokens.AddAsync(Credentials.Hash(token), client.Id, now, now + client.TokenLifetime, context.CancellationToken);

        context.Token = token;
        context.CreateTokenEntry = false;
    }
}

/// <summary>Words the answer as the vendor's clients read it: <c>bearer</c> in lower case, and failures also under <c>description</c>.</summary>
sealed class WordTokenResponse : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    public ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        var response = context.Response;
        if (!string.IsNullOrEmpty(response.TokenType))
            response.TokenType = "bearer";
        if (!string.IsNullOrEmpty(response.ErrorDescription))
            response["description"] = response.ErrorDescription;

        // It would point to another project's documentation.
        response.ErrorUri = null;
        return default;
    }
}
