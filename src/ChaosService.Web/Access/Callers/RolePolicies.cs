using ChaosService.Engine.Tokens;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Web.Access.Callers;

/// <summary>
/// A policy for each role, named after it: callers with that role or a higher one are admitted. An endpoint without a policy is for admins.
/// </summary>
internal static class RolePolicies
{
    public static void Add(AuthorizationOptions options)
    {
        var roles = Enum.GetValues<Role>();
        foreach (var role in roles)
            options.AddPolicy(Name(role), policy => policy.RequireRole(roles.Where(r => r >= role).Select(Name)));
        // Requests without an endpoint (404, 405) are answered further down the pipeline.
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(IsAdminOrNowhere).Build();
    }

    public static string Name(Role role) => role.ToString();

    /// <summary>The role that the request's endpoint requires. If there are several, the highest: all must be met.</summary>
    public static Role NeededBy(HttpContext context)
    {
        var named = context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>() ?? [];
        return named.Count == 0 ? Role.Admin : named.Max(data => Enum.Parse<Role>(data.Policy!));
    }

    private static bool IsAdminOrNowhere(AuthorizationHandlerContext context) =>
        context.User.IsInRole(Name(Role.Admin)) || (context.Resource as HttpContext)?.GetEndpoint() is not RouteEndpoint;
}
