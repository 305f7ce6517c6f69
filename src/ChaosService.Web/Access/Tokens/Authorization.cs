using ChaosService.Engine.Tokens;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Web.Access.Tokens;

/// <summary>Lets through who has the endpoint's role. What is no endpoint (404, 405) is answered by whoever comes next.</summary>
internal sealed class Authorization(RequestDelegate next, FailedLogins failures)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint) return next(context);
        var required = endpoint.Metadata.GetMetadata<EndpointAccess.RequiredRole>() ?? new(Role.Admin);
        if (required.Role is not { } role || context.Caller()?.Role >= role) return next(context);
        if (context.Caller() is { } caller) return ForbidAsync(context, caller, role);
        if (context.WantsPage())
        {
            context.Response.Redirect(SignInAddress.In);
            return Task.CompletedTask;
        }
        return context.Features.Get<TokenCheck>() is { } wrong ? failures.AnswerAsync(context, wrong) : ChallengeAsync(context, role);
    }

    private static Task ChallengeAsync(HttpContext context, Role role)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"chaosservice\"";
        return context.RefuseAsync(
            StatusCodes.Status401Unauthorized, "unauthorized", $"{Asked(context)} needs a token with the role {Word(role)}",
            "Authorization", null,
            $"make one with 'chaosctl tokens create --name NAME --role {Word(role)}' and send it as 'Authorization: Bearer TOKEN'");
    }

    private static Task ForbidAsync(HttpContext context, Caller caller, Role role) => context.RefuseAsync(
        StatusCodes.Status403Forbidden, "forbidden",
        $"{Asked(context)} needs the role {Word(role)}, and the token '{caller.Name}' has the role {Word(caller.Role)}", "Authorization",
        caller.Name,
        $"use a token with the role {Word(role)}; an admin makes one with 'chaosctl tokens create --name NAME --role {Word(role)}'");

    private static string Asked(HttpContext context) => $"{context.Request.Method} {TokenText.HideIn(context.Request.Path)}";

    private static string Word(Role role) => role.ToString().ToLowerInvariant();
}
