using ChaosService.Model.Experiments;
using Quartz;
using Quartz.Extensibility;

namespace ChaosService.Host.Scheduling;

/// <summary>The rules for schedules are Quartz's own.</summary>
internal sealed class QuartzRules(TimeProvider time) : IScheduleRules
{
    /// <summary>Without a limit, a schedule that excludes all of its own firings would be looked through until the year 2099.</summary>
    private const int CandidatesMax = 100_000;

    public string? CronProblem(string expression)
    {
        try
        {
            return new CronExpression(expression).GetNextValidTimeAfter(time.GetUtcNow()) is null ? "its last time is over" : null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // The first sentence says what is wrong; what may follow is advice for programmers.
            return e.Message.Split(". ")[0].TrimEnd('.');
        }
    }

    public bool Fires(ScheduleSpec schedule)
    {
        var trigger = (IOperableTrigger)ScheduleTrigger.Build("probe", schedule, time);
        var exclusions = ScheduleTrigger.Exclusions(schedule);
        var at = trigger.ComputeFirstFireTimeUtc(null);
        for (var seen = 0; at is { } candidate && seen < CandidatesMax; seen++)
        {
            if (exclusions.IsTimeIncluded(candidate)) return true;
            at = trigger.GetFireTimeAfter(candidate);
        }
        return false;
    }
}
