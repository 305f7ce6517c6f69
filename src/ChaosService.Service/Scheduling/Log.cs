using ChaosService.Engine.Store.Firings;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Scheduling;

/// <summary>Log events of schedules: 5300–5399.</summary>
internal static partial class Log
{
    [LoggerMessage(5300, LogLevel.Information, "Schedule {Experiment} fired: run {RunId}")]
    public static partial void ScheduleFired(this ILogger log, string experiment, string runId);

    [LoggerMessage(5301, LogLevel.Warning, "Schedule {Experiment} did not fire ({Outcome}): {Reason}")]
    public static partial void ScheduleDidNotFire(this ILogger log, string experiment, FiringOutcome outcome, string reason);

    [LoggerMessage(5302, LogLevel.Warning, "Schedule {Experiment} is not kept: it never fires again ({Schedule})")]
    public static partial void ScheduleIsOver(this ILogger log, string experiment, string schedule);

    [LoggerMessage(5303, LogLevel.Warning, "The wall clock was set {Direction} by {Amount}")]
    public static partial void ClockWasSet(this ILogger log, string direction, string amount);

    [LoggerMessage(5304, LogLevel.Error, "The next firings cannot be computed again yet: {Reason}")]
    public static partial void SchedulesNotRestarted(this ILogger log, string reason);
}
