using ChaosService.Host.Metrics.Exposition;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Host.Metrics;

/// <summary><c>/metrics</c>: what a Prometheus scrapes.</summary>
internal static class MetricsEndpoint
{
    public static async Task AnswerAsync(HttpContext http, MetricStore store, CancellationToken stop)
    {
        var format = ExpositionFormats.Negotiate(http.Request.Headers.Accept);
        http.Response.ContentType = format.ContentType();
        http.Response.Headers.CacheControl = "no-store";
        store.Write(http.Response.BodyWriter, format);
        await http.Response.BodyWriter.FlushAsync(stop);
    }
}
