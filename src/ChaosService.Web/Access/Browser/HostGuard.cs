using System.Net;
using ChaosService.Engine.Tokens;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Access.Browser;

/// <summary>
/// Refuses requests for host names that do not belong to this service. If a site's name suddenly resolves to 127.0.0.1 (DNS rebinding), the
/// browser treats the service behind it as the same origin; only the Host header shows the difference.
/// </summary>
internal sealed class HostGuard(RequestDelegate next, AccessOptions options)
{
    public Task InvokeAsync(HttpContext context) => IsOurs(context.Request.Host.Host)
        ? next(context)
        : context.RefuseAsync(
            StatusCodes.Status421MisdirectedRequest, "misdirected request",
            $"the Host header names '{TokenText.HideIn(context.Request.Host.Value ?? "")}', which is not a name of this service", "Host",
            context.Request.Host.Value, "use localhost, or add the name to the configured host names (hostNames)");

    private bool IsOurs(string host)
    {
        if (options.HostNames.Contains(host, StringComparer.OrdinalIgnoreCase)) return true;
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return true;
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)) return true;
        return !options.LoopbackOnly && options.HostNames.Count == 0;
    }
}
