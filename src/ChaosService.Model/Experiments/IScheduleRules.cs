namespace ChaosService.Model.Experiments;

/// <summary>Says whether a schedule is valid, with the same rules as the scheduler: a file that passes also fires.</summary>
public interface IScheduleRules
{
    /// <summary>Why this is not a cron expression, as part of a sentence; null when it is one.</summary>
    string? CronProblem(string expression);

    /// <summary>
    /// False when a schedule with valid expressions has no future time that its exclusions allow, as far as it is reasonable to
    /// look.
    /// </summary>
    bool Fires(ScheduleSpec schedule);
}
