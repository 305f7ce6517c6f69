namespace ChaosService.Model.Experiments;

/// <summary>Says whether a schedule can be kept, in the words of what will keep it: a file that passes is one that fires.</summary>
public interface IScheduleRules
{
    /// <summary>Why this is not a cron expression, as part of a sentence; null when it is one.</summary>
    string? CronProblem(string expression);

    /// <summary>
    /// False when a schedule with sound expressions has no time in the future that its exclusions leave open, as far as is reasonable to
    /// look.
    /// </summary>
    bool Fires(ScheduleSpec schedule);
}
