using ChaosService.Engine.Tokens;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Access.Browser;

/// <summary>
/// A change sent by a browser must come from a page of this service. Two proofs: the browser's statement of the page's origin, and a header
/// that no form can set, and no script of another site without this service's consent.
/// </summary>
internal sealed class OriginGuard(RequestDelegate next)
{
    /// <summary>Any value is accepted; our pages send 1.</summary>
    public const string Header = "X-ChaosService";

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.IsChange()) return next(context);
        var (site, origin) = (context.Request.Headers["Sec-Fetch-Site"].ToString(), context.Request.Headers.Origin.ToString());
        if (site is not ("" or "same-origin"))
            return RefuseAsync(
                context, "Sec-Fetch-Site", site, $"the browser says that it comes from another site (Sec-Fetch-Site: {site})");
        if (origin != "" && origin != $"{context.Request.Scheme}://{context.Request.Host}")
            return RefuseAsync(context, "Origin", origin, $"it comes from a page of {origin}");
        var byBrowser = site != "" || origin != "" || context.Caller() is { ByCookie: true };
        var isForm = context.GetEndpoint()?.Metadata.GetMetadata<FormEndpoint.Form>() is not null;
        return !byBrowser || isForm || context.Request.Headers.ContainsKey(Header)
            ? next(context)
            : RefuseAsync(context, Header, null, $"a browser must send the header {Header}: 1 with it");
    }

    private static Task RefuseAsync(HttpContext context, string field, string? value, string why) => context.RefuseAsync(
        StatusCodes.Status403Forbidden, "forbidden", TokenText.HideIn($"this change is refused because {why}"), field, value,
        "make changes from the service's own pages, or from a client that is no browser with 'Authorization: Bearer TOKEN'");
}
