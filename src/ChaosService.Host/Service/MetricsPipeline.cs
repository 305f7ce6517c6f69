using ChaosService.Engine.Access;
using ChaosService.Host.Access;
using ChaosService.Host.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ChaosService.Host.Service;

/// <summary>Where the metrics are read.</summary>
internal static class MetricsPipeline
{
    /// <summary>
    /// <c>/metrics</c> is for viewers: experiments have names that tell something. Does nothing when metrics are off.
    /// </summary>
    public static WebApplication UseServiceMetrics(this WebApplication app)
    {
        if (app.Services.GetService<MetricStore>() is not { } store) return app;
        MetricsRegistration.Start(app.Services);
        app.MapGet("/metrics", (HttpContext http, CancellationToken stop) => MetricsEndpoint.AnswerAsync(http, store, stop))
            .WithTags("metrics").Produces<string>(200, "text/plain")
            .WithSummary("The service's metrics, for Prometheus: in its text format, or in OpenMetrics where the Accept header likes that better.")
            .RequireRole(Role.Viewer);
        return app;
    }
}
