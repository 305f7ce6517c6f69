using ChaosService.Contracts;
using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Histories;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Replies;

namespace ChaosService.Service.Events;

/// <summary>
/// One run's events: for those who follow it, for those who follow the service, and kept for those who come later.
/// Thread-safe.
/// </summary>
internal sealed class RunEventLog(string runId, int capacity, ServiceEvents service, TimeProvider time) : IRunListener
{
    private readonly EventRing _ring = new(capacity);

    /// <summary>The run so far.</summary>
    public LiveRun Live { get; } = new(time);

    public EventPage After(long id) => _ring.After(id);

    public void Begin(string headline)
    {
        Live.Begin(headline);
        _ring.Add(RunEventTypes.Begin, new BeginData(headline));
    }

    public void State(StoredRun run)
    {
        _ring.Add(RunEventTypes.State, Wire.Run(run));
        service.Changed(run);
    }

    public void OnPhase(string phase)
    {
        Live.Phase(phase);
        Tell(RunEventTypes.Phase, new PhaseData(phase));
    }

    public void OnFault(FaultEvent e)
    {
        var data = Wire.Fault(e);
        Live.Fault(data);
        Tell(RunEventTypes.Fault, data);
    }

    public void OnAction(ActionEvent e) => Tell(RunEventTypes.Action, Wire.Action(e));

    public void OnFinding(string check, Finding finding)
    {
        var data = new FindingData(check, finding.Anomaly, finding.Explanation, finding.Faults, finding.Count);
        _ring.Add(RunEventTypes.Finding, data);
        // A broken target breaks often: who follows the service is told of the first ones and of their number.
        if (Live.Finding(data)) service.Of(runId, RunEventTypes.Finding, data);
    }

    public void OnProgress(RunProgress progress)
    {
        var data = Wire.Progress(progress);
        _ring.Add(RunEventTypes.Progress, data);
        if (Live.Progress(data)) service.Of(runId, RunEventTypes.Progress, data);
    }

    public void OnWindow(WindowRecord window, int of) => Tell(RunEventTypes.Window, Wire.WindowEvent(window, of));

    /// <summary>Adds the last event.</summary>
    public void End(StoredRun run)
    {
        _ring.Add(RunEventTypes.End, Wire.Run(run), last: true);
        service.Changed(run);
    }

    /// <summary>The run so far, and the id of the event that comes after it.</summary>
    public LiveReply Snapshot()
    {
        // First the id: an event that comes in between is then told twice, which a reader can stand, and not left out.
        var id = _ring.LastId;
        return Live.Read(id);
    }

    private void Tell<T>(string type, T data) where T : notnull
    {
        _ring.Add(type, data);
        service.Of(runId, type, data);
    }
}
