using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Retention;

/// <summary>Log events of retention: 5600–5619.</summary>
internal static partial class Log
{
    [LoggerMessage(5600, LogLevel.Information, "Run {RunId} is deleted: {Reason}")]
    public static partial void RunDeleted(this ILogger log, string runId, string reason);

    [LoggerMessage(5601, LogLevel.Error, "Run {RunId} cannot be deleted: {Reason}")]
    public static partial void RunNotDeleted(this ILogger log, string runId, string reason);

    [LoggerMessage(5602, LogLevel.Warning, "Retention: {Trouble}")]
    public static partial void RetentionTrouble(this ILogger log, string trouble);

    [LoggerMessage(5603, LogLevel.Error, "Retention could not be carried out and is tried again: {Reason}")]
    public static partial void RetentionFailed(this ILogger log, string reason);

    [LoggerMessage(5604, LogLevel.Warning, "A deletion is not in the audit log: {RunId}: {Reason}")]
    public static partial void DeletionNotAudited(this ILogger log, string runId, string reason);

    [LoggerMessage(5605, LogLevel.Information, "Suite run {RunId} is deleted: {Reason}")]
    public static partial void SuiteRunDeleted(this ILogger log, string runId, string reason);
}
