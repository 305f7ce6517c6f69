using ChaosService.Engine.Histories.Recording;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Monitoring;
using ChaosService.Engine.Store;
using ChaosService.Model.Checks;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using Microsoft.Extensions.Logging;

namespace ChaosService.Engine.Running;

/// <summary>
/// What happens on a target that is up: steady state → faults ‖ load ‖ monitors → revert → convergence → final reads. Everything
/// goes into the history, which is complete on disk when this returns.
/// </summary>
internal sealed class Exercise(
    Plan plan, RunDirectory directory, ICluster cluster, RunnerPorts ports, Judge judge, IRunListener listener, RunJournal journal, RunControl control, ILogger log)
{
    private static readonly TimeSpan SteadyStateLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConvergenceLimit = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan FinalReadLimit = TimeSpan.FromSeconds(30);

    private readonly List<string> _notes = [];
    private string? _aborted;

    public async Task<Exercised> RunAsync(CancellationToken userStop)
    {
        var monitor = new LiveMonitor(Streams());
        IReadOnlyList<string> notReverted = [];
        var recorder = HistoryRecorder.Create(directory.History, ports.Time, [monitor]);
        await using (recorder)
        {
            await using var loads = new Loads(plan, cluster, ports, recorder, directory.RunId);
            if (await SteadyStateAsync(loads, userStop))
            {
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(userStop);
                notReverted = await BreakAndWatchAsync(loads, recorder, monitor, stop);
                if (userStop.IsCancellationRequested) _aborted ??= "stopped by the user";
                if (_aborted is null) await SettleAsync(loads, recorder, userStop);
            }
            recorder.Record(new PhaseEvent(RunPhase.Ended, recorder.ElapsedNs));
        }
        if (recorder.WriteError is { } error) _notes.Add($"the history is not whole: {error}");
        if (recorder.ObserverError is { } monitoring) _notes.Add($"live monitoring stopped: {monitoring}");
        if (journal.WriteError is { } missing) _notes.Add($"journal.jsonl is not whole: {missing}");
        return new Exercised(_aborted, notReverted, _notes);
    }

    private async Task<bool> SteadyStateAsync(Loads loads, CancellationToken userStop)
    {
        Say("waiting for steady state");
        try
        {
            var missing = await new HealthWait(loads.HealthProbe, ports.Time).UntilHealthyAsync(SteadyStateLimit, userStop);
            if (missing is null) return true;
            Abort($"no steady state: {missing}");
        }
        catch (OperationCanceledException)
        {
            Abort("stopped by the user");
        }
        return false;
    }

    /// <summary>Returns the faults that could not be reverted. Load, nemesis and watch end together; the nemesis only after its reverts.</summary>
    private async Task<IReadOnlyList<string>> BreakAndWatchAsync(Loads loads, HistoryRecorder recorder, LiveMonitor monitor, CancellationTokenSource stop)
    {
        Say("load and faults");
        using var loadOver = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var nemesis = new Nemesis(
            directory.RunId, cluster, new NodeChoice(cluster, loads.RoleProbe, ports.Time), new BlastRadius(plan.Safety), ports.Catalog, ports.Journal,
            new FaultLog(recorder, journal, listener, log), control, ports.Time, log);
        var watch = new AbortWatch(monitor, plan.Abort, recorder, listener, plan.Duration, ports.Time);

        recorder.Record(new PhaseEvent(RunPhase.LoadStarted, recorder.ElapsedNs));
        var breaking = nemesis.RunAsync(plan.Faults, loadOver.Token);
        void End(string reason)
        {
            Abort(reason);
            stop.Cancel();
        }

        var watching = Task.WhenAll(watch.RunAsync(End, loadOver.Token), new TargetWatch(cluster, ports.Time).RunAsync(End, loadOver.Token));
        try
        {
            await loads.RunAsync(stop.Token);
        }
        finally
        {
            await loadOver.CancelAsync();
            await breaking;
            await watching;
            recorder.Record(new PhaseEvent(RunPhase.LoadEnded, recorder.ElapsedNs));
        }
        return nemesis.NotReverted;
    }

    private async Task SettleAsync(Loads loads, HistoryRecorder recorder, CancellationToken userStop)
    {
        try
        {
            Say("waiting for convergence");
            var missing = await new HealthWait(loads.HealthProbe, ports.Time).UntilHealthyAsync(ConvergenceLimit, userStop);
            if (missing is null) recorder.Record(new PhaseEvent(RunPhase.Converged, recorder.ElapsedNs));
            else _notes.Add($"the target did not converge after the faults: {missing}");

            Say("final reads");
            using var limit = new CancellationTokenSource(FinalReadLimit, ports.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, userStop);
            recorder.Record(new PhaseEvent(RunPhase.FinalReadsStarted, recorder.ElapsedNs));
            if (!await loads.FinalReadsAsync(both.Token)) _notes.Add($"not every final read succeeded within {FinalReadLimit.TotalSeconds:0} s");
            recorder.Record(new PhaseEvent(RunPhase.FinalReadsEnded, recorder.ElapsedNs));
        }
        catch (OperationCanceledException) when (userStop.IsCancellationRequested)
        {
            Abort("stopped by the user");
        }
    }

    /// <summary>The streaming forms of the plan's checks; availability and latency always, because the progress line shows them.</summary>
    private Dictionary<string, IStreamingCheck> Streams()
    {
        IEnumerable<string> always = ["availability", "latency"];
        var planned = plan.Checks.Select(c => (c.Kind, c.Parameters));
        var unplanned = always.Where(k => ports.Catalog.Checks.ContainsKey(k) && plan.Checks.All(c => c.Kind != k)).Select(k => (k, judge.Defaults(k)));
        var streams = new Dictionary<string, IStreamingCheck>(StringComparer.Ordinal);
        foreach (var (kind, parameters) in planned.Concat(unplanned))
            if (ports.Catalog.Checks[kind].Stream(parameters) is { } stream) streams[kind] = stream;
        return streams;
    }

    private void Abort(string reason)
    {
        _aborted ??= reason;
        log.RunAborted(directory.RunId, reason);
        Say($"aborting: {reason}");
    }

    private void Say(string phase)
    {
        journal.Phase(phase);
        listener.OnPhase(phase);
    }
}

/// <param name="Aborted">Why the run ended early; null when it did not.</param>
internal sealed record Exercised(string? Aborted, IReadOnlyList<string> NotReverted, IReadOnlyList<string> Notes);
