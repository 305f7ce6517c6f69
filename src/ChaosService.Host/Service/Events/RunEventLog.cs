using System.Globalization;
using System.Text;
using System.Text.Json;
using ChaosService.Contracts;
using ChaosService.Engine.Running;
using ChaosService.Host.Service.Api;
using ChaosService.Model.Histories;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Host.Service.Events;

/// <summary>
/// The last events of one run, or of one suite's run, with ids that count from 1. Readers keep only their place in it, so that a thousand of them cost a
/// thousand numbers; one that falls behind what is kept has missed events. Thread-safe.
/// </summary>
internal sealed class RunEventLog(int capacity) : IRunListener
{
    private readonly Lock _gate = new();
    private readonly Queue<RunEvent> _kept = new();
    private long _lastId;
    private bool _ended;
    private TaskCompletionSource _more = NewSignal();

    public void Begin(string headline) => Add(RunEventTypes.Begin, new BeginData(headline));

    public void State(StoredRun run) => Add(RunEventTypes.State, Wire.Run(run));

    public void OnPhase(string phase) => Add(RunEventTypes.Phase, new PhaseData(phase));

    public void OnFault(FaultEvent e) => Add(RunEventTypes.Fault, Wire.Fault(e));

    public void OnFinding(string check, Finding finding) =>
        Add(RunEventTypes.Finding, new FindingData(check, finding.Anomaly, finding.Explanation, finding.Faults, finding.Count));

    public void OnProgress(RunProgress progress) => Add(RunEventTypes.Progress, Wire.Progress(progress));

    /// <summary>Adds the last event.</summary>
    public void End(StoredRun run) => Add(RunEventTypes.End, Wire.Run(run), last: true);

    /// <summary>What is kept after the id, the signal that there is more, and whether that was all there will ever be.</summary>
    public RunEventPage After(long id)
    {
        lock (_gate)
        {
            // An id that was not given yet is one from before a restart of the service.
            if (id > _lastId) id = 0;
            var missed = Math.Max(0, _lastId - _kept.Count - id);
            return new RunEventPage([.. _kept.Where(e => e.Id > id)], missed, _ended, _more.Task);
        }
    }

    /// <param name="last">Nothing more will happen.</param>
    public void Add<T>(string type, T data, bool last = false)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            if (_ended) return;
            _ended = last;
            _kept.Enqueue(new RunEvent(++_lastId, Frame(_lastId, type, data)));
            if (_kept.Count > capacity) _kept.Dequeue();
            (signal, _more) = (_more, NewSignal());
        }
        signal.SetResult();
    }

    /// <summary>As it goes over the wire, made once for all readers.</summary>
    private static byte[] Frame<T>(long id, string type, T data) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"id: {id}\nevent: {type}\ndata: {JsonSerializer.Serialize(data, WireJson.Options)}\n\n"));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <param name="Frame">The event as the stream carries it.</param>
internal sealed record RunEvent(long Id, byte[] Frame);

/// <param name="Missed">How many events between the reader's place and the first are not kept any more.</param>
/// <param name="More">Completes with the next event; never, when the run is over.</param>
internal sealed record RunEventPage(IReadOnlyList<RunEvent> Events, long Missed, bool Ended, Task More);
