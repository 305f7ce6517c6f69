namespace ChaosService.Service.Notifications.Events;

/// <summary>The catalogue of events. Names are kept: receivers depend on them.</summary>
internal static class EventTypes
{
    public const string Prefix = "io.chaosservice.";

    public const string RunBegun = "run.begun";
    public const string RunPassed = "run.passed";
    public const string RunInvalid = "run.invalid";
    public const string RunUnknown = "run.unknown";
    public const string RunAborted = "run.aborted";
    public const string RunInterrupted = "run.interrupted";
    public const string RunRejected = "run.rejected";
    public const string RunViolated = "run.violated";
    public const string ScheduleMissed = "schedule.missed";
    public const string ScheduleFailed = "schedule.failed";
    public const string FaultBegun = "fault.begun";
    public const string FaultEnded = "fault.ended";
    public const string FaultNotReverted = "fault.notreverted";
    public const string FaultResolved = "fault.resolved";
    public const string Test = "test";

    public static IReadOnlyList<EventType> All { get; } =
    [
        new(RunBegun, Severity.Info, "a run begins", Alert: false),
        new(RunPassed, Severity.Info, "a run ended valid, or as its experiment expects", Alert: false),
        new(RunInvalid, Severity.Error, "a run ended with a violation, or other than its experiment expects"),
        new(RunUnknown, Severity.Warning, "a run ended and could not be decided"),
        new(RunAborted, Severity.Warning, "a run ended early: by somebody, a halt, an abort condition, or no steady state"),
        new(RunInterrupted, Severity.Warning, "a run was cut off by the end of the service"),
        new(RunRejected, Severity.Warning, "a run was accepted and could not begin"),
        new(RunViolated, Severity.Error, "the first violation in a soak that goes on"),
        new(ScheduleMissed, Severity.Warning, "a firing was missed: the service was not there, or too busy"),
        new(ScheduleFailed, Severity.Warning, "a firing gave no run, because the experiment cannot be run"),
        new(FaultBegun, Severity.Info, "a fault is in force", Alert: false),
        new(FaultEnded, Severity.Info, "a fault is reverted", Alert: false),
        new(
            FaultNotReverted, Severity.Critical,
            "a fault could not be reverted, or a target not be taken down; told to every receiver, at once"),
        new(FaultResolved, Severity.Info, "what could not be reverted is reverted after all; told to every receiver"),
        new(Test, Severity.Info, "somebody tests a receiver", Alert: false),
    ];

    /// <summary>Those that options can name; the others come in any case, or when asked for.</summary>
    public static IReadOnlyList<string> Choices { get; } = [.. All.Where(t => !t.Always && t.Name != Test).Select(t => t.Name)];

    public static IReadOnlyList<string> Alerts { get; } = [.. All.Where(t => t.Alert && !t.Always).Select(t => t.Name)];

    public static EventType Of(string name) => All.First(t => t.Name == name);
}
