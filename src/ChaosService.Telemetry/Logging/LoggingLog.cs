using Microsoft.Extensions.Logging;

namespace ChaosService.Telemetry.Logging;

/// <summary>Log events of logging itself: 5700–5719.</summary>
internal static partial class LoggingLog
{
    [LoggerMessage(5700, LogLevel.Warning, "Loki does not take logs: {Reason}")]
    public static partial void LokiFails(this ILogger log, string reason);

    [LoggerMessage(5701, LogLevel.Information, "Loki takes logs again; {Dropped} lines were dropped since the start")]
    public static partial void LokiTakes(this ILogger log, long dropped);

    [LoggerMessage(5702, LogLevel.Warning, "The log of {Node} of run {RunId} does not go to Loki: {Reason}")]
    public static partial void NodeLogNotShipped(this ILogger log, string node, string runId, string reason);

    [LoggerMessage(5703, LogLevel.Information, "The log of {Node} of run {RunId} goes to Loki: {Lines} lines")]
    public static partial void NodeLogShipped(this ILogger log, string node, string runId, long lines);

    [LoggerMessage(5704, LogLevel.Error, "The console does not take log lines: {Reason}")]
    public static partial void ConsoleFails(this ILogger log, string reason);

    [LoggerMessage(5705, LogLevel.Information, "The console takes log lines again")]
    public static partial void ConsoleTakes(this ILogger log);
}
