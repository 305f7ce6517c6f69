using Microsoft.Extensions.Logging;

namespace ChaosService.Engine;

/// <summary>Log events of the engine: 4000–4999.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "Run {RunId} of {Experiment} starts on {Project}, seed {Seed}")]
    public static partial void RunStarts(this ILogger log, string runId, string experiment, string project, long seed);

    [LoggerMessage(4001, LogLevel.Information, "Run {RunId} ended: {Outcome}")]
    public static partial void RunEnded(this ILogger log, string runId, string outcome);

    [LoggerMessage(4002, LogLevel.Warning, "Run {RunId} is aborted: {Reason}")]
    public static partial void RunAborted(this ILogger log, string runId, string reason);

    [LoggerMessage(4003, LogLevel.Error, "A listener threw at {Call}; the run goes on, and what it throws from here on is not logged")]
    public static partial void ListenerThrew(this ILogger log, Exception exception, string call);

    [LoggerMessage(4010, LogLevel.Information, "Fault {FaultId} {Kind} on {Nodes}: {Step} {Detail}")]
    public static partial void FaultStep(this ILogger log, string faultId, string kind, string nodes, string step, string detail);

    [LoggerMessage(4011, LogLevel.Error, "Fault {FaultId} {Kind} could not be reverted and stays in the journal: {Reason}")]
    public static partial void FaultNotReverted(this ILogger log, string faultId, string kind, string reason);

    [LoggerMessage(4020, LogLevel.Warning, "Reverted what run {RunId} left: {Id} {Description}")]
    public static partial void LeftoverReverted(this ILogger log, string runId, string id, string description);

    [LoggerMessage(4021, LogLevel.Error, "Could not revert what run {RunId} left: {Id} {Description}: {Reason}")]
    public static partial void LeftoverNotReverted(this ILogger log, string runId, string id, string description, string reason);

    [LoggerMessage(4030, LogLevel.Error, "Check {Check} threw; its verdict is unknown")]
    public static partial void CheckThrew(this ILogger log, Exception exception, string check);

    [LoggerMessage(4040, LogLevel.Warning, "Logs of {Node} could not be captured: {Reason}")]
    public static partial void LogsNotCaptured(this ILogger log, string node, string reason);
}
