using System.Diagnostics.Metrics;

namespace ChaosService.Telemetry.Metrics.Registry;

/// <summary>The platform's own meters that are shown beside ours: the runtime, requests, connections.</summary>
internal static class BuiltInMeters
{
    /// <summary>Of the process: services in one process show the same.</summary>
    private const string Runtime = "System.Runtime";

    /// <summary>Of one web server each.</summary>
    private static readonly string[] Web = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>The runtime makes counters of them, and they fall as well as rise.</summary>
    private static readonly string[] Gauges = ["dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length"];

    public static string[] Names { get; } = [Runtime, .. Web];

    /// <summary>Whether it is a gauge, whatever its kind of instrument says.</summary>
    public static bool IsGauge(string instrument) => Gauges.Contains(instrument);

    /// <param name="web">It makes the meters of the web server, and others that nobody asked for.</param>
    public static bool Include(Meter meter, IMeterFactory web) => meter.Name == Runtime || (meter.Scope == web && Web.Contains(meter.Name));
}
