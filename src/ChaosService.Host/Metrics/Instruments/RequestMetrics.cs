using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Host.Metrics.Instruments;

/// <summary>How long requests take. By route, not by path: the number of paths has no bound.</summary>
internal sealed class RequestMetrics(ServiceMeter meter, TimeProvider time)
{
    /// <summary>What has no endpoint, or a method that nobody speaks.</summary>
    private const string Other = "other";

    private const string EventStream = "text/event-stream";

    private static readonly HashSet<string> Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];

    private readonly Histogram<double> _duration = meter.Seconds(
        "chaosservice.http.request.duration", "From a request to the end of its answer; event streams, which last, are not in it.", [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var started = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            if (context.Response.ContentType?.StartsWith(EventStream, StringComparison.Ordinal) != true) Record(context, time.GetElapsedTime(started));
        }
    }

    private void Record(HttpContext context, TimeSpan took) => _duration.Record(
        took.TotalSeconds, new("method", Methods.TryGetValue(context.Request.Method, out var method) ? method : Other),
        new("route", (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? Other), new("status", context.Response.StatusCode.ToString(CultureInfo.InvariantCulture)));
}
