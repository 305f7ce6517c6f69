using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Sharing;

/// <summary>Log events of instances that share a store: 5950–5969.</summary>
internal static partial class Log
{
    [LoggerMessage(5950, LogLevel.Information, "This is instance {Instance} of the shared store at {Store}")]
    public static partial void Joined(this ILogger log, string instance, string store);

    [LoggerMessage(5951, LogLevel.Warning, "The shared store does not say that this instance lives: {Reason}")]
    public static partial void LifeNotRenewed(this ILogger log, string reason);

    [LoggerMessage(5952, LogLevel.Error, "Run {RunId} ends early: {Reason}")]
    public static partial void RunLosesTarget(this ILogger log, string runId, string reason);

    [LoggerMessage(5953, LogLevel.Warning, "Instance {Instance} is gone: its lease is over")]
    public static partial void InstanceIsGone(this ILogger log, string instance);

    [LoggerMessage(5954, LogLevel.Warning, "Run {RunId} was left by an instance that is gone: interrupted")]
    public static partial void RunOfGoneInstance(this ILogger log, string runId);

    [LoggerMessage(5955, LogLevel.Information, "Run {RunId} waits for {Project}, which instance {Instance} has")]
    public static partial void WaitsForInstance(this ILogger log, string runId, string project, string instance);

    [LoggerMessage(5956, LogLevel.Warning, "Run {RunId} waits for {Project}: the shared store cannot be asked: {Reason}")]
    public static partial void ClaimNotMade(this ILogger log, string runId, string project, string reason);

    [LoggerMessage(5957, LogLevel.Warning, "Run {RunId} cannot give {Project} back yet: {Reason}")]
    public static partial void ClaimNotGivenBack(this ILogger log, string runId, string project, string reason);

    [LoggerMessage(5958, LogLevel.Warning, "The shared store cannot be looked after: {Reason}")]
    public static partial void DutiesNotDone(this ILogger log, string reason);

    [LoggerMessage(
        5959, LogLevel.Warning, "More than {Count} audit entries wait for the shared store: the next are in this machine's file alone")]
    public static partial void AuditNotCopied(this ILogger log, int count);
}
