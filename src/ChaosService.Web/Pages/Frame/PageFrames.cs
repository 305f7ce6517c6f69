using ChaosService.Engine.Tokens;
using ChaosService.Service.Events;
using ChaosService.Service.Readiness;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Pages.Assets;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Pages.Frame;

/// <summary>Creates the frame of the requested page.</summary>
internal sealed class PageFrames(ServiceHealth health, ServiceEvents events, PageAssets assets, TimeProvider time)
{
    /// <summary>Created before the page's own part is read: events in between are then sent again instead of missed.</summary>
    public PageFrame Of(HttpContext http)
    {
        var caller = http.Caller();
        return new PageFrame(
            http.Request.Path, assets.Folder, caller is { IsAnyone: false } ? caller.Name : null,
            caller?.Role.ToString().ToLowerInvariant() ?? "nobody", caller?.Role >= Role.Operator, health.Closed,
            [.. health.Troubles, .. health.Warnings], time.GetUtcNow(), events.LastId);
    }
}
