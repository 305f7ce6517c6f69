using Microsoft.AspNetCore.Builder;

namespace ChaosService.Web.Access.Callers;

internal static class FormEndpoint
{
    /// <summary>For what a plain form posts, which cannot send a header of its own; it must still come from this service's page.</summary>
    public static T AsForm<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new Form());

    internal sealed record Form;
}
