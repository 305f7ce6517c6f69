using System.Globalization;
using ChaosService.Contracts;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Store.Firings;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Replies;

namespace ChaosService.Service.Notifications.Events;

/// <summary>From what happened to its event.</summary>
internal sealed class EventFactory(ServiceLink service, TimeProvider time)
{
    private const int ViolationsMax = 10;
    private const int ExplanationMax = 500;
    private const int ReasonMax = 2000;
    private const int SummaryMax = 500;

    public Notification RunBegun(StoredRun run) =>
        OfRun(run, EventTypes.RunBegun, "begun", $"{run.Experiment} began on {run.Project}, wanted by {run.Cause}");

    /// <param name="result">Null when it has no verdict, or it is no longer known.</param>
    public Notification RunEnded(StoredRun run, RunResult? result)
    {
        var type = RunEnd.TypeOf(run, result?.Record.Verdict.Expected?.Verdict);
        Finding[] none = [];
        var violations = result?.Record.Verdict.Checks.SelectMany(
            c => c.Outcome == Outcome.Invalid ? c.Findings : none, (c, f) => Violation(c.Check, f)).Take(ViolationsMax).ToList();
        return OfRun(run, type, "ended", RunEnd.Summary(run, type), violations is { Count: > 0 } ? violations : null);
    }

    /// <summary>The first violation of an active run.</summary>
    public Notification Violated(StoredRun run, NotifiedViolation violation) => OfRun(
        run, EventTypes.RunViolated, "violated",
        $"{run.Experiment} goes on and violates {violation.Check}: {violation.Anomaly}: {violation.Explanation}", [violation]);

    public static NotifiedViolation Violation(string check, Finding finding) =>
        new(check, finding.Anomaly, finding.Explanation.Cut(ExplanationMax), finding.Count, finding.Faults);

    public static NotifiedViolation Violation(int window, WindowCheck check) =>
        new(check.Check, $"window {window} is invalid", check.Summary.Cut(ExplanationMax), 1, []);

    public Notification FaultBegun(StoredRun run, NotifiedFault fault) =>
        OfFault(EventTypes.FaultBegun, "begun", fault, $"{Name(fault)} is in force", run);

    public Notification FaultEnded(StoredRun run, NotifiedFault fault) =>
        OfFault(EventTypes.FaultEnded, "ended", fault, $"{Name(fault)} is reverted", run);

    /// <param name="run">Null when the store does not know it.</param>
    /// <param name="mark">Tells one reason from the next.</param>
    public Notification FaultNotReverted(StoredRun? run, NotifiedFault fault, string mark) => OfFault(
        EventTypes.FaultNotReverted, $"notreverted{mark}", fault with { Reason = fault.Reason?.Cut(ReasonMax) },
        $"{Name(fault)} could not be reverted: {fault.Reason}", run);

    public Notification FaultResolved(StoredRun? run, NotifiedFault fault) =>
        OfFault(EventTypes.FaultResolved, "resolved", fault, $"{Name(fault)} is reverted after all", run);

    public Notification Schedule(string type, string experiment, Firing firing, IReadOnlyDictionary<string, string>? labels) => new(
        string.Create(CultureInfo.InvariantCulture, $"schedule-{experiment.Replace('/', '-')}-{firing.At.ToUnixTimeMilliseconds()}"), type,
        firing.At, service.Source, $"schedules/{experiment}", new NotificationData
        {
            Summary =
                $"the schedule of {experiment} {(type == EventTypes.ScheduleMissed ? "was missed" : "gave no run")}: {firing.Detail}".Cut(
                    SummaryMax),
            Link = service.To("schedules"),
            Experiment = experiment,
            Labels = labels,
            Schedule = new NotifiedSchedule(experiment, firing.At, firing.Detail?.Cut(ReasonMax)),
        });

    public Notification Test(string receiver)
    {
        var now = time.GetUtcNow();
        return new Notification(
            $"test-{Guid.CreateVersion7(now):N}", EventTypes.Test, now, service.Source, $"notifications/{receiver}",
            new NotificationData { Summary = $"a test of the receiver {receiver}: nothing is wrong", Link = service.To("notifications") });
    }

    private Notification OfRun(
        StoredRun run, string type, string step, string summary, IReadOnlyList<NotifiedViolation>? violations = null) => new(
        $"{run.Id}-{step}", type, time.GetUtcNow(), service.Source, $"runs/{run.Id}",
        new NotificationData
        {
            Summary = summary.Cut(SummaryMax),
            Link = service.To($"runs/{run.Id}"),
            Experiment = run.Experiment,
            Labels = run.Labels,
            Run = Run(run),
            Violations = violations,
        });

    private Notification OfFault(string type, string step, NotifiedFault fault, string summary, StoredRun? run) => new(
        $"{fault.RunId}-{fault.Id}-{step}", type, time.GetUtcNow(), service.Source, $"faults/{fault.RunId}/{fault.Id}",
        new NotificationData
        {
            Summary = summary.Cut(SummaryMax),
            Link = service.To(EventTypes.Of(type).Always ? "faults" : $"runs/{fault.RunId}"),
            Experiment = run?.Experiment,
            Labels = run?.Labels,
            Run = run is null ? null : Run(run),
            Fault = fault,
        });

    private static NotifiedRun Run(StoredRun run) => new(
        run.Id, run.Project, run.Seed, run.Cause, Wire.Word(run.State), run.Verdict is { } verdict ? Wire.Word(verdict) : null,
        run.Reason?.Cut(ReasonMax), run.ExitCode, run.AcceptedAt, run.StartedAt, run.EndedAt);

    private static string Name(NotifiedFault fault) =>
        fault.Id == "target"
            ? $"the target of run {fault.RunId}"
            : $"{fault.Id} {fault.Kind}{(fault.Nodes.Count == 0 ? "" : $" on {string.Join(", ", fault.Nodes)}")}";
}
