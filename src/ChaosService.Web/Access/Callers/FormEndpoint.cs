using Microsoft.AspNetCore.Builder;

namespace ChaosService.Web.Access.Callers;

internal static class FormEndpoint
{
    /// <summary>For plain forms, which cannot send a custom header; the request must still come from this service's page.</summary>
    public static T AsForm<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new Form());

    internal sealed record Form;
}
