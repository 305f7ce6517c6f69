using System.Net.Mime;
using ChaosService.Engine.Tokens;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Access.Callers;

/// <summary>Who sends a request.</summary>
/// <param name="Name">The token's name, or <see cref="Anyone"/>.</param>
/// <param name="ByCookie">The browser sent the token by itself, so the request must prove that a page of ours made it.</param>
internal sealed record Caller(string Name, Role Role, bool ByCookie)
{
    /// <summary>No token can have this name.</summary>
    public const string Anyone = "(anyone)";

    public bool IsAnyone => Name == Anyone;
}

internal static class CallerOfRequest
{
    /// <summary>Null when nobody has shown a token and the service is not open.</summary>
    public static Caller? Caller(this HttpContext context) => (context.User.Identity as CallerIdentity)?.Caller;

    /// <summary>Reading changes nothing; everything else is a change, but for endpoints that say otherwise.</summary>
    public static bool IsChange(this HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !HttpMethods.IsOptions(
            context.Request.Method)
        && context.GetEndpoint()?.Metadata.GetMetadata<EndpointAccess.ReadOnly>() is null;

    /// <summary>A browser that goes to an address, or sends a form: scripts and programs do not ask for HTML.</summary>
    public static bool WantsPage(this HttpContext context) =>
        (!context.IsChange() || context.GetEndpoint()?.Metadata.GetMetadata<FormEndpoint.Form>() is not null)
        && context.Request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase);

    /// <summary>What limits are counted by: IPv4 as it is, IPv6 by its /64, which one machine has to itself.</summary>
    public static string AddressKey(this HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address) return "local";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? address.ToString() : Convert.ToHexString(bytes.AsSpan(0, 8));
    }
}
