using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Roster.Server.Scim;

namespace Roster.Server.Http;

/// <summary>
/// Compresses what the surfaces answer to clients that say they can read it. Nothing else: tokens and secrets are answered elsewhere, and a secret beside text
/// that a stranger chose must not be compressed, as its length would then tell of it. Short answers gain nothing.
/// </summary>
sealed class AnswerCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options, Surfaces surfaces) : ResponseCompressionProvider(services, options)
{
    const int WorthIt = 1024;

    public override bool ShouldCompressResponse(HttpContext context) =>
        surfaces.Find(context.Request.Path) is not null && !(context.Response.ContentLength < WorthIt) && base.ShouldCompressResponse(context);
}

static class AnswerCompressionSetup
{
    public static void AddAnswerCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            // Tokens come by TLS as a matter of course; what is answered compressed holds none.
            options.EnableForHttps = true;
            options.MimeTypes = [MediaTypes.Scim, MediaTypes.Json];
        });
        services.AddSingleton<IResponseCompressionProvider, AnswerCompression>();
    }
}
