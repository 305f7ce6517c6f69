using System.Diagnostics;
using System.Globalization;
using ChaosService.Telemetry.Metrics.Meters;

namespace ChaosService.Telemetry.Metrics.Instruments;

/// <summary>Figures of the process that the runtime's own meter lacks, under the names that every exporter uses.</summary>
internal sealed class ProcessMetrics
{
    private const string Descriptors = "/proc/self/fd";
    private const string Limits = "/proc/self/limits";

    public ProcessMetrics(ServiceMeter meter)
    {
        using var self = Process.GetCurrentProcess();
        var started = new DateTimeOffset(self.StartTime).ToUnixTimeMilliseconds() / 1000.0;
        meter.Gauge("process.start.time", "s", "When the process started, since 1970.", () => started);
        meter.Gauge("process.threads", "{thread}", "Threads of the system.", () => Count("/proc/self/task"));
        meter.Gauge("process.open.fds", "{fd}", "Open file descriptors.", () => Count(Descriptors));
        var max = MaxDescriptors();
        meter.Gauge("process.max.fds", "{fd}", "How many file descriptors may be open.", () => max);
    }

    private static double Count(string directory) =>
        Directory.Exists(directory) ? Directory.EnumerateFileSystemEntries(directory).Count() : double.NaN;

    /// <summary><c>Max open files            1024                 524288               files</c>.</summary>
    private static double MaxDescriptors() =>
        File.Exists(Limits)
        && File.ReadLines(Limits).FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal)) is { } line
        && double.TryParse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture, out var max) ? max : double.NaN;
}
