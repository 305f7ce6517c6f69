using System.Diagnostics.Metrics;

namespace ChaosService.Telemetry.Metrics.Registry;

/// <summary>The platform's own meters that are shown in addition to ours: the runtime, requests, connections.</summary>
internal static class BuiltInMeters
{
    /// <summary>Belongs to the process: services in one process show the same values.</summary>
    private const string Runtime = "System.Runtime";

    /// <summary>Belong to one web server each.</summary>
    private static readonly string[] Web = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>The runtime declares them as counters, but they also fall.</summary>
    private static readonly string[] Gauges = ["dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length"];

    public static string[] Names { get; } = [Runtime, .. Web];

    /// <summary>Whether it is a gauge, regardless of its declared kind.</summary>
    public static bool IsGauge(string instrument) => Gauges.Contains(instrument);

    /// <param name="web">It creates the meters of the web server, and others that are not wanted.</param>
    public static bool Include(Meter meter, IMeterFactory web) => meter.Name == Runtime || (meter.Scope == web && Web.Contains(meter.Name));
}
