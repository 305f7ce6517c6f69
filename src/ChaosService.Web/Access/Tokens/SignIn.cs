using ChaosService.Engine.Tokens;
using ChaosService.Service.Replies;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Pages.Entry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Web.Access.Tokens;

/// <summary>
/// How a browser presents its token: once, in a form. After that it is a cookie that scripts cannot read and that requests from other sites
/// do not carry; it ends with the browser session, and with the token.
/// </summary>
internal static class SignIn
{
    public const string Cookie = "chaosservice-token";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(SignInAddress.In, (HttpContext context) => Door.WriteAsync(context, StatusCodes.Status200OK, problem: null))
            .AllowAnyone().ExcludeFromDescription();
        app.MapPost(SignInAddress.In, InAsync).AllowAnyone().AsForm().ExcludeFromDescription();
        app.MapPost(SignInAddress.Out, Out).AllowAnyone().AsForm().ExcludeFromDescription();
    }

    private static async Task InAsync(HttpContext context, TokenCache tokens, FailedLogins failures)
    {
        var presented = (await FormAsync(context))["token"].ToString().Trim();
        var check = await tokens.CheckAsync(presented, context.RequestAborted);
        if (check.State != TokenState.Valid)
        {
            await failures.AnswerAsync(context, check);
            return;
        }
        context.Response.Cookies.Append(Cookie, presented, Options(context));
        See(context, "/");
    }

    private static async Task<IFormCollection> FormAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType) return FormCollection.Empty;
        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw RefusedException.BadInput(
                "the body is not the form that it is announced as", "body", null, "send token=TOKEN as application/x-www-form-urlencoded");
        }
    }

    private static void Out(HttpContext context)
    {
        context.Response.Cookies.Delete(Cookie, Options(context));
        See(context, SignInAddress.In);
    }

    /// <summary>After a form, so that the browser requests the next page with GET.</summary>
    private static void See(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = path;
    }

    private static CookieOptions Options(HttpContext context) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/" };
}
