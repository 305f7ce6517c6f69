using Microsoft.Extensions.Logging;

namespace ChaosService.Host.Metrics;

/// <summary>Log events of metrics: 5700–5719.</summary>
internal static partial class Log
{
    [LoggerMessage(5700, LogLevel.Warning, "A metric could not be measured")]
    public static partial void NotMeasured(this ILogger log, Exception exception);

    [LoggerMessage(5701, LogLevel.Debug, "The health of target {Target} could not be looked at: {Reason}")]
    public static partial void TargetNotLookedAt(this ILogger log, string target, string reason);
}
