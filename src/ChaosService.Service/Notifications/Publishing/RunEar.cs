using System.Collections.Concurrent;
using ChaosService.Contracts;
using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Notifications.Delivery;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Options;

namespace ChaosService.Service.Notifications.Publishing;

/// <summary>Listens to one run for events to notify of.</summary>
internal sealed class RunEar(
    StoredRun run, Plan plan, FirstViolation when, Notifier notifier, EventFactory events, StuckFaults stuck, TimeProvider time)
        : IRunListener
{
    private readonly bool _tellsViolation = when == FirstViolation.Always || (when == FirstViolation.Soak && plan.Soak is not null);

    /// <summary>When each active fault began.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _begun = new(StringComparer.Ordinal);

    private int _violated;

    public void OnPhase(string phase)
    {
        // Of phases nobody is told.
    }

    public void OnProgress(RunProgress progress)
    {
        // Of figures nobody is told.
    }

    public void OnFault(FaultEvent e)
    {
        if (!notifier.Wants(EventTypes.FaultBegun, EventTypes.FaultEnded)) return;
        var now = time.GetUtcNow();
        if (e.Step == FaultStep.Inject) _begun[e.FaultId] = now;
        if (e.Step == FaultStep.Injected)
            _ = notifier.PublishAsync(events.FaultBegun(run, Fault(e) with { BegunAt = _begun.GetOrAdd(e.FaultId, now) }));
        if (e.Step == FaultStep.Reverted && _begun.TryRemove(e.FaultId, out var begun))
            _ = notifier.PublishAsync(events.FaultEnded(run, Fault(e) with { BegunAt = begun, EndedAt = now }));
    }

    public void OnFinding(string check, Finding finding)
    {
        if (!IsExpected(check)) TellFirst(() => EventFactory.Violation(check, finding));
    }

    public void OnWindow(WindowRecord window, int of)
    {
        if (window.Checks.FirstOrDefault(c => c.Outcome == Outcome.Invalid && !IsExpected(c.Check)) is { } check)
            TellFirst(() => EventFactory.Violation(window.Index, check));
    }

    public void OnNotReverted(string id, string kind, IReadOnlyList<string> nodes, string reason) =>
        stuck.NotReverted(run, new NotifiedFault(id, run.Id, kind, nodes, Reason: reason));

    private NotifiedFault Fault(FaultEvent e) => new(e.FaultId, run.Id, e.Kind, e.Nodes);

    private bool IsExpected(string check) =>
        plan.Expect is { Verdict: Outcome.Invalid } expected && (expected.Check is null || expected.Check == check);

    private void TellFirst(Func<NotifiedViolation> violation)
    {
        if (_tellsViolation && Interlocked.Exchange(ref _violated, 1) == 0) _ = notifier.PublishAsync(events.Violated(run, violation()));
    }
}
