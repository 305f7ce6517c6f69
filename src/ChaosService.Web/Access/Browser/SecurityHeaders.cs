using ChaosService.Web.Access.Callers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Access.Browser;

/// <summary>The security headers of our answers.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>For each of our own pages.</summary>
    public const string Pages =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-src 'self'; frame-ancestors 'none'";

    /// <summary>A sandbox without same-origin: the report's script has no origin, so it can use neither the cookie nor the API.</summary>
    private const string Reports =
        "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'self'";

    private const string Scriptless =
        "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

    /// <summary>30 days: long enough to protect returning users, short enough to go back to http.</summary>
    private const string HttpsOnly = "max-age=2592000";

    public Task InvokeAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        var inSandbox = metadata?.GetMetadata<EndpointAccess.Sandboxed>() is not null;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            inSandbox ? Reports : metadata?.GetMetadata<EndpointAccess.Scriptless>() is not null ? Scriptless : Pages;
        headers.XFrameOptions = inSandbox ? "SAMEORIGIN" : "DENY";
        headers.XContentTypeOptions = "nosniff";
        // Not no-referrer: with it a browser sends its own forms with the origin null, and the sign-in form would be refused as coming from
        // another site.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Not for localhost: it would apply to everything else that is served there, on every port.
        if (context.Request.IsHttps && !context.Request.Host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            headers.StrictTransportSecurity = HttpsOnly;
        // What needs a role must not stay in a cache where the next user of the machine finds it.
        if (metadata?.GetMetadata<IAllowAnonymous>() is null) headers.CacheControl = "no-store";
        return next(context);
    }
}
