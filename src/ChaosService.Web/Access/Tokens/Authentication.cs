using ChaosService.Engine.Tokens;
using ChaosService.Web.Access.Callers;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Access.Tokens;

/// <summary>Finds out who sends the request. Whether that one may do it is for <see cref="Authorization"/> to say.</summary>
internal sealed class Authentication(RequestDelegate next, AccessOptions options, TokenCache tokens)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context)
    {
        var header = FromHeader(context);
        if ((header ?? context.Request.Cookies[SignIn.Cookie]) is { } presented)
            Accept(context, await tokens.CheckAsync(presented, context.RequestAborted), byCookie: header is null);
        // A browser may hold the cookie of an earlier state directory: that closes nothing that is open.
        if (context.Caller() is null && header is null && options.OpenWithoutTokens && !await tokens.AnyAsync(context.RequestAborted))
            context.Features.Set(new Caller(Caller.Anyone, Role.Admin, ByCookie: false));
        await next(context);
    }

    private static string? FromHeader(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is var header
            && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;

    private static void Accept(HttpContext context, TokenCheck check, bool byCookie)
    {
        if (check is { State: TokenState.Valid, Token: { } token }) context.Features.Set(new Caller(token.Name, token.Role, byCookie));
        else context.Features.Set(check);
    }
}
