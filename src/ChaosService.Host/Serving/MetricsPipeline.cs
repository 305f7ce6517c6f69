using ChaosService.Engine.Tokens;
using ChaosService.Telemetry.Metrics;
using ChaosService.Telemetry.Metrics.Registry;
using ChaosService.Web.Access.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;

namespace ChaosService.Host.Serving;

/// <summary>The endpoint of the metrics.</summary>
internal static class MetricsPipeline
{
    /// <summary><c>/metrics</c> is for viewers: names of experiments may be confidential. Does nothing when metrics are off.</summary>
    public static WebApplication UseServiceMetrics(this WebApplication app)
    {
        if (app.Services.GetService<MetricListener>() is not { } metrics) return app;
        MetricsRegistration.Start(app.Services);
        // Without MapMetrics: its endpoint is not in the API's description and answers every method.
        var scrape =
            new MetricServerMiddleware(_ => Task.CompletedTask, new MetricServerMiddleware.Settings { Registry = metrics.Registry });
        app.MapGet("/metrics", (Delegate)scrape.Invoke)
            .WithTags("metrics").Produces<string>(200, "text/plain")
            .WithSummary(
                "The service's metrics, for Prometheus: in its text format, or in OpenMetrics where the Accept header likes that better.")
            .RequireRole(Role.Viewer);
        return app;
    }
}
