using ChaosService.Engine.Access;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Host.Access.Tokens;

/// <summary>Finds out who sends the request. Whether that one may do it is for <see cref="Authorization"/> to say.</summary>
internal sealed class Authentication(RequestDelegate next, AccessOptions options, TokenStore tokens)
{
    private const string Scheme = "Bearer ";

    public Task InvokeAsync(HttpContext context)
    {
        if (FromHeader(context) is { } presented) Accept(context, tokens.Check(presented), byCookie: false);
        else if (context.Request.Cookies[SignIn.Cookie] is { } cookie) Accept(context, tokens.Check(cookie), byCookie: true);
        // A browser may hold the cookie of an earlier state directory: that closes nothing that is open.
        if (context.Caller() is null && FromHeader(context) is null && options.OpenWithoutTokens && !tokens.HasAny())
            context.Features.Set(new Caller(Caller.Anyone, Role.Admin, ByCookie: false));
        return next(context);
    }

    private static string? FromHeader(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is var header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;

    private static void Accept(HttpContext context, TokenCheck check, bool byCookie)
    {
        if (check is { State: TokenState.Valid, Token: { } token }) context.Features.Set(new Caller(token.Name, token.Role, byCookie));
        else context.Features.Set(check);
    }
}
