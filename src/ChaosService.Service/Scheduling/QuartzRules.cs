using ChaosService.Model.Experiments;
using Quartz;

namespace ChaosService.Service.Scheduling;

/// <summary>The rules for schedules, which are Quartz's own.</summary>
internal sealed class QuartzRules(TimeProvider time) : IScheduleRules
{
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

    public bool Fires(ScheduleSpec schedule) => ScheduleTrigger.Build("probe", schedule, time) is not null;
}
