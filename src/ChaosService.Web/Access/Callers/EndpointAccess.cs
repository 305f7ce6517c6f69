using ChaosService.Engine.Tokens;
using Microsoft.AspNetCore.Builder;

namespace ChaosService.Web.Access.Callers;

/// <summary>What endpoints say about who may call them. One that says nothing is for admins.</summary>
internal static class EndpointAccess
{
    /// <summary>The highest role counts: a group may say viewer, and one endpoint in it operator.</summary>
    public static T RequireRole<T>(this T endpoint, Role role) where T : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(RolePolicies.Name(role));

    /// <summary>For what tells nothing and changes nothing: health, the sign-in page and its style.</summary>
    public static T AllowAnyone<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.AllowAnonymous();

    /// <summary>For what must work when nothing else does: halt and revert have no rate limit. A token is needed all the same.</summary>
    public static T AlwaysReachable<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new Unlimited());

    /// <summary>
    /// For a self-contained report, whose script is inside: it runs in a sandbox that can reach neither the service nor its cookie.
    /// </summary>
    public static T InSandbox<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new Sandboxed());

    /// <summary>
    /// For a self-contained page without a script: it keeps its origin, so that its links lead on for whoever signed in, and no script
    /// runs.
    /// </summary>
    public static T WithoutScripts<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new Scriptless());

    /// <summary>For what is read with POST, as all of gRPC: no change, so neither limited nor recorded as one.</summary>
    public static T ChangesNothing<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new ReadOnly());

    internal sealed record Unlimited;

    internal sealed record ReadOnly;

    internal sealed record Sandboxed;

    internal sealed record Scriptless;
}
