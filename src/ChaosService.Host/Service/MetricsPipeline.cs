using ChaosService.Engine.Access;
using ChaosService.Host.Access;
using ChaosService.Host.Metrics;
using ChaosService.Host.Metrics.Instruments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ChaosService.Host.Service;

/// <summary>Where requests are measured, and where the metrics are read.</summary>
internal static class MetricsPipeline
{
    /// <summary>
    /// Before everything that answers requests, so that all of them are measured. <c>/metrics</c> is for viewers: experiments have names that tell
    /// something. Does nothing when metrics are off.
    /// </summary>
    public static WebApplication UseServiceMetrics(this WebApplication app)
    {
        if (app.Services.GetService<MetricStore>() is not { } store) return app;
        MetricsRegistration.Start(app.Services);
        var requests = app.Services.GetRequiredService<RequestMetrics>();
        app.Use(next => context => requests.InvokeAsync(context, next));
        app.MapGet("/metrics", (HttpContext http, CancellationToken stop) => MetricsEndpoint.AnswerAsync(http, store, stop))
            .WithTags("metrics").Produces<string>(200, "text/plain")
            .WithSummary("The service's metrics, for Prometheus: in its text format, or in OpenMetrics where the Accept header likes that better.")
            .RequireRole(Role.Viewer);
        return app;
    }
}
