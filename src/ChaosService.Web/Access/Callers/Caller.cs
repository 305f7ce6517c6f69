using System.Net.Mime;
using ChaosService.Engine.Tokens;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Access.Callers;

/// <summary>The sender of a request.</summary>
/// <param name="Name">The token's name, or <see cref="Anyone"/>.</param>
/// <param name="ByCookie">The browser sent the token automatically, so the request must prove that one of our pages made it.</param>
internal sealed record Caller(string Name, Role Role, bool ByCookie)
{
    /// <summary>A token cannot have this name.</summary>
    public const string Anyone = "(anyone)";

    public bool IsAnyone => Name == Anyone;
}

internal static class CallerOfRequest
{
    /// <summary>Null when no token was presented and the service is not open.</summary>
    public static Caller? Caller(this HttpContext context) => (context.User.Identity as CallerIdentity)?.Caller;

    /// <summary>Reads are no changes; everything else is a change, except for endpoints that are marked otherwise.</summary>
    public static bool IsChange(this HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !HttpMethods.IsOptions(
            context.Request.Method)
        && context.GetEndpoint()?.Metadata.GetMetadata<EndpointAccess.ReadOnly>() is null;

    /// <summary>A browser that opens an address, or sends a form: scripts and programs do not ask for HTML.</summary>
    public static bool WantsPage(this HttpContext context) =>
        (!context.IsChange() || context.GetEndpoint()?.Metadata.GetMetadata<FormEndpoint.Form>() is not null)
        && context.Request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase);

    /// <summary>The key for limits: the full IPv4 address, or the /64 of an IPv6 address, all of which one machine may own.</summary>
    public static string AddressKey(this HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address) return "local";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? address.ToString() : Convert.ToHexString(bytes.AsSpan(0, 8));
    }
}
