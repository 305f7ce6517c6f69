using Microsoft.Extensions.Logging;

namespace ChaosService.Telemetry.Metrics.Registry;

/// <summary>Log events of metrics: 5720–5739.</summary>
internal static partial class Log
{
    [LoggerMessage(5720, LogLevel.Warning, "A metric could not be measured")]
    public static partial void NotMeasured(this ILogger log, Exception exception);

    [LoggerMessage(5721, LogLevel.Debug, "The health of target {Target} could not be looked at: {Reason}")]
    public static partial void TargetNotLookedAt(this ILogger log, string target, string reason);
}
