using System.Reflection;
using ChaosService.Reference.Host.Disk;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Settings;
using Microsoft.AspNetCore.Mvc;

namespace ChaosService.Reference.Host.Api;

/// <summary>Liveness and metrics.</summary>
internal static class HealthApi
{
    private static readonly string Version =
        typeof(HealthApi).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", () => Results.Text("OK"));
        routes.MapGet("/ping", ([FromServices] NodeSettings settings) =>
            Results.Json(new { product = "chaos-tsdb", version = Version, nodeId = settings.NodeId }, Body.Json));
        routes.MapGet("/metrics", async (HttpContext http, [FromServices] NodeMetrics metrics, [FromServices] DiskSpace space) =>
        {
            metrics.DiskFull.Set(space.IsFull && metrics.ShowsTrouble ? 1 : 0);
            http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            await metrics.Registry.CollectAndExportAsTextAsync(http.Response.Body, http.RequestAborted);
        });
    }
}
