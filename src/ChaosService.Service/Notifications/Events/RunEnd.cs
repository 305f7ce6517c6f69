using ChaosService.Engine.Judging;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Service.Notifications.Events;

/// <summary>What the end of a run is called.</summary>
internal static class RunEnd
{
    /// <param name="expected">What the experiment expects; null when it has no expectation, or it is not known.</param>
    public static string TypeOf(StoredRun run, Outcome? expected) =>
        (ExitCodes.CountsAs(run.ExitCode, run.Verdict, expected), run.State) switch
    {
        (Outcome.Valid, _) => EventTypes.RunPassed,
        (Outcome.Invalid, _) => EventTypes.RunInvalid,
        (_, RunState.Aborted) => EventTypes.RunAborted,
        (_, RunState.Interrupted) => EventTypes.RunInterrupted,
        (_, RunState.Rejected) => EventTypes.RunRejected,
        _ => EventTypes.RunUnknown,
    };

    public static string Summary(StoredRun run, string type)
    {
        var said = type switch
        {
            EventTypes.RunPassed when run.Verdict == Outcome.Valid => "is valid",
            EventTypes.RunPassed => $"is {Word(run)}, as expected",
            EventTypes.RunInvalid when run.Verdict != Outcome.Invalid => $"is {Word(run)}, which is not what it expects",
            EventTypes.RunInvalid => "is invalid",
            EventTypes.RunAborted => "was aborted",
            EventTypes.RunInterrupted => "was interrupted",
            EventTypes.RunRejected => "could not begin",
            _ => "could not be decided",
        };
        return run.Reason is { } reason ? $"{run.Experiment} {said}: {reason}" : $"{run.Experiment} {said}";
    }

    private static string Word(StoredRun run) => run.Verdict?.ToString().ToLowerInvariant() ?? "without a verdict";
}
