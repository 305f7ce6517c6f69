using ChaosService.Engine.Tokens;
using Microsoft.AspNetCore.Builder;

namespace ChaosService.Web.Access.Callers;

/// <summary>Declares who may call an endpoint. Without a declaration only admins may.</summary>
internal static class EndpointAccess
{
    /// <summary>The highest role applies: a group may declare viewer, and one of its endpoints operator.</summary>
    public static T RequireRole<T>(this T endpoint, Role role) where T : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(RolePolicies.Name(role));

    /// <summary>For endpoints that reveal nothing and change nothing: health, the sign-in page and its style.</summary>
    public static T AllowAnyone<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.AllowAnonymous();

    /// <summary>For what must always work: halt and revert have no rate limit. A token is still needed.</summary>
    public static T AlwaysReachable<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new Unlimited());

    /// <summary>
    /// For a self-contained report with an embedded script: it runs in a sandbox that can reach neither the service nor its cookie.
    /// </summary>
    public static T InSandbox<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new Sandboxed());

    /// <summary>
    /// For a self-contained page without a script: it keeps its origin, so that its links work for signed-in users, and no script runs.
    /// </summary>
    public static T WithoutScripts<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new Scriptless());

    /// <summary>For reads that use POST, as in all of gRPC: not a change, so neither limited nor recorded as one.</summary>
    public static T ChangesNothing<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new ReadOnly());

    internal sealed record Unlimited;

    internal sealed record ReadOnly;

    internal sealed record Sandboxed;

    internal sealed record Scriptless;
}
