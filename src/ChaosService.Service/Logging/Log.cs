using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Logging;

/// <summary>Log events of the service: 5000–5099.</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "Ready at {Address}")]
    public static partial void Ready(this ILogger log, string address);

    [LoggerMessage(5001, LogLevel.Information, "Stopping: {Policy}")]
    public static partial void Stopping(this ILogger log, string policy);

    [LoggerMessage(5002, LogLevel.Warning, "Run {RunId} was interrupted by the end of an earlier life of the service")]
    public static partial void RunInterrupted(this ILogger log, string runId);

    [LoggerMessage(5010, LogLevel.Information, "Run {RunId} starts, wanted by {Cause}")]
    public static partial void RunStarts(this ILogger log, string runId, string cause);

    [LoggerMessage(5011, LogLevel.Information, "Run {RunId} is over: {State}")]
    public static partial void RunEnds(this ILogger log, string runId, string state);

    [LoggerMessage(5012, LogLevel.Error, "Run {RunId} could not be carried out")]
    public static partial void RunDidNotEnd(this ILogger log, Exception exception, string runId);

    [LoggerMessage(5013, LogLevel.Error, "What became of run {RunId} cannot be stored: {Reason}")]
    public static partial void StoreNotWritten(this ILogger log, string runId, string reason);

    [LoggerMessage(5014, LogLevel.Information, "Suite run {RunId} is over: {State}, {Verdict}")]
    public static partial void SuiteEnds(this ILogger log, string runId, string state, string verdict);

    [LoggerMessage(5015, LogLevel.Error, "A member of suite run {RunId} could not be carried out: {Experiment}")]
    public static partial void MemberDidNotEnd(this ILogger log, Exception exception, string runId, string experiment);

    [LoggerMessage(5016, LogLevel.Error, "Where suite run {RunId} stands cannot be stored: {Reason}")]
    public static partial void SuiteNotWritten(this ILogger log, string runId, string reason);

    [LoggerMessage(5017, LogLevel.Error, "Who follows the runs failed; the run goes on without")]
    public static partial void ObserverFailed(this ILogger log, Exception exception);

    [LoggerMessage(5020, LogLevel.Warning, "Halted: {Reason}")]
    public static partial void Halted(this ILogger log, string reason);

    [LoggerMessage(5021, LogLevel.Warning, "Resumed")]
    public static partial void Resumed(this ILogger log);

    [LoggerMessage(5022, LogLevel.Error, "The halt holds, but not over a restart: it cannot be stored yet: {Reason}")]
    public static partial void HaltNotWritten(this ILogger log, string reason);

    [LoggerMessage(5030, LogLevel.Error, "A request to {Path} failed")]
    public static partial void RequestFailed(this ILogger log, Exception exception, string path);

    [LoggerMessage(5031, LogLevel.Warning, "The service ends without closing a part of it: {Reason}")]
    public static partial void NotClosed(this ILogger log, string reason);

    [LoggerMessage(5040, LogLevel.Warning, "What an earlier life left cannot be reverted yet: {Reason}")]
    public static partial void LeftoversRemain(this ILogger log, string reason);

    [LoggerMessage(5041, LogLevel.Debug, "Marks of ended runs on the container engine could not be looked for: {Reason}")]
    public static partial void MarksNotSwept(this ILogger log, string reason);

    [LoggerMessage(5050, LogLevel.Information, "The target {Project} is up to stay, labelled {RunId}")]
    public static partial void TargetUp(this ILogger log, string project, string runId);

    [LoggerMessage(5051, LogLevel.Information, "The target {Project} is taken down")]
    public static partial void TargetDown(this ILogger log, string project);
}
