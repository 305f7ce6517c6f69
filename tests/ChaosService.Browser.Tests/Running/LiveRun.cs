using ChaosService.Engine.Journal;
using ChaosService.Engine.Reporting;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Store.Directories;
using ChaosService.Model.Histories;
using ChaosService.Model.Recovery;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Queue;

namespace ChaosService.Browser.Tests.Running;

/// <summary>
/// A run whose steps a test takes, as fast as it likes: time passes when the test says so. Its faults are in the journal and end as a real
/// run's do: by their revert button, a halt, an abort.
/// </summary>
internal sealed class LiveRun
{
    private const double StepSeconds = 0.25;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<RunVerdict> _verdict = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, FaultHold> _active = new(StringComparer.Ordinal);
    private readonly List<FaultEvent> _events = [];
    private readonly PreparedRun _prepared;
    private readonly IRunListener _listener;
    private readonly IFaultJournal _journal;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stop;
    private readonly DateTimeOffset _startedAt;
    private double _seconds;
    private long _findings;

    public LiveRun(PreparedRun prepared, IRunListener listener, IFaultJournal journal, TimeProvider time, CancellationToken stop)
    {
        (_prepared, _listener, _journal, _time, _stop, _startedAt) = (prepared, listener, journal, time, stop, time.GetUtcNow());
        stop.Register(() => End(Checks(Outcome.Valid), aborted: "stopped by the user"));
    }

    public string Id => _prepared.Id;

    public void Phase(string phase) => _listener.OnPhase(phase);

    /// <summary>Load goes on until this second of the run, with four points a second.</summary>
    public void LoadUntil(double seconds)
    {
        while (_seconds < seconds)
        {
            _seconds += StepSeconds;
            string[] active;
            lock (_gate)
                active = [.. _events.Where(e => e.Step == FaultStep.Injected && _active.ContainsKey(e.FaultId))
                    .Select(e => $"{e.FaultId} {e.Kind} {string.Join(",", e.Nodes)}")];
            var figures = Traffic.At(_seconds, active.Length > 0);
            _listener.OnProgress(new RunProgress(
                TimeSpan.FromSeconds(
                    _seconds), _prepared.Plan.Duration, figures.OpsPerSecond, figures.ErrorRatio, figures.P99Ms, active, _findings));
        }
    }

    /// <summary>A fault is in force from now on, until somebody ends it.</summary>
    public void Break(string id, string kind, string node)
    {
        var undo = new RevertRecipe(kind, "{}", $"remove the {kind} of {node}");
        _journal.Open(new JournalEntry(Id, new(id), _prepared.Plan.Target.Project, undo, _time.GetUtcNow(), Processes.Current));
        var hold = _prepared.Control.Hold(id, _stop);
        lock (_gate) _active[id] = hold;
        Step(FaultStep.Inject);
        Step(FaultStep.Injected);
        Step(FaultStep.Effect, true, $"{node} → etcd2:2380 no answer in 300 ms (before: 0.2 ms); 41 packets dropped on {node}");
        hold.Token.Register(() => Mend(id, kind, node));

        void Step(FaultStep step, bool? proven = null, string detail = "") => Tell(id, kind, step, node, proven, detail);
    }

    /// <summary>The fault's time is over.</summary>
    public void Revert(string id) => Assert.True(_prepared.Control.EndFault(id), $"{id} is not in force");

    public void Find(string check, string anomaly, string explanation, params string[] faults)
    {
        _findings++;
        _listener.OnFinding(check, new Finding { Anomaly = anomaly, Explanation = explanation, Faults = faults });
    }

    /// <summary>Load and checks are over; what is still broken is reverted first.</summary>
    public void End(Outcome outcome)
    {
        string[] active;
        lock (_gate) active = [.. _active.Keys];
        foreach (var id in active) _prepared.Control.EndFault(id);
        End(Checks(outcome), aborted: null);
    }

    /// <summary>What the run comes to, once somebody ended it; its files are there then.</summary>
    public async Task<RunResult> ResultAsync(string runsRoot)
    {
        var verdict = await _verdict.Task;
        var directory = RunDirectory.Create(runsRoot, Id);
        FaultEvent[] faults;
        lock (_gate) faults = [.. _events];
        var history = Traffic.History(Math.Max(_seconds, 1), faults);
        var record = new RunRecord
        {
            RunId = Id,
            StartedAt = _startedAt,
            EndedAt = _time.GetUtcNow(),
            Plan = _prepared.Plan,
            Verdict = verdict,
            Faults = history.Faults,
            Environment = [new("chaosservice", "0.1.0"), new("cores", "2")],
            RepeatCommand = _prepared.RepeatCommand,
            Ops = new OpCounts(history.Ops.Length, 0, 0, 0),
        };
        Reports.Write(record, history, directory.FullPath);
        return new RunResult(record, directory.FullPath, []);
    }

    private void End(IReadOnlyList<CheckVerdict> checks, string? aborted) =>
        _verdict.TrySetResult(RunVerdict.Merge(checks, _prepared.Plan.Expect, aborted));

    private void Mend(string id, string kind, string node)
    {
        lock (_gate)
        {
            if (!_active.Remove(id, out var hold)) return;
            hold.Dispose();
        }
        Tell(id, kind, FaultStep.Revert, node, null, "");
        Tell(id, kind, FaultStep.Reverted, node, null, "");
        Tell(id, kind, FaultStep.Recovery, node, true, $"{node} → etcd2:2380 answers in 0.3 ms; no rule left on {node}");
        _journal.Close(Id, new(id));
    }

    private void Tell(string id, string kind, FaultStep step, string node, bool? proven, string detail)
    {
        var e = new FaultEvent(-1, (long)(_seconds * 1e9), id, kind, step, [node], proven, detail);
        lock (_gate) _events.Add(e);
        _listener.OnFault(e);
    }

    private static CheckVerdict[] Checks(Outcome outcome) =>
    [
        new() { Check = "linearizable", Outcome = outcome, Summary = outcome == Outcome.Invalid
            ? "1 of 20 keys is not linearizable: a stale read"
            : "20 keys linearizable: 4,023 reads and 3,273 writes fit one order each" },
        new()
        {
            Check = "availability", Outcome = Outcome.Valid,
            Summary = "89.122% of 9,000 ops succeeded, 100% outside faults, longest gap 3.51 s",
        },
        new() { Check = "recovery", Outcome = Outcome.Valid, Summary = "recovered from 1 fault, the slowest in 2.20 s (allowed 10s)" },
    ];
}
