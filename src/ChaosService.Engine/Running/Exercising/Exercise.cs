using ChaosService.Engine.Histories.Recording;
using ChaosService.Engine.Monitoring;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Running.Staging;
using ChaosService.Engine.Soaking.Carrying;
using ChaosService.Engine.Store.Directories;
using ChaosService.Engine.Tracing;
using ChaosService.Model.Checks;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;

namespace ChaosService.Engine.Running.Exercising;

/// <summary>
/// What happens on a target that is up: steady state → faults ‖ load ‖ monitors → revert → convergence → final reads. Everything
/// goes into the history, which is complete on disk when this returns.
/// </summary>
internal sealed class Exercise(
    Plan plan, RunDirectory directory, IRunListener listener, Stage stage, IReadOnlyList<CarriedValue>? carried = null)
{
    internal const string StoppedByUser = "stopped by the user";

    private static readonly TimeSpan SteadyStateLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConvergenceLimit = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan FinalReadLimit = TimeSpan.FromSeconds(30);

    private readonly RunnerPorts _ports = stage.Ports;
    private readonly List<string> _notes = [];
    private string? _aborted;

    public async Task<Exercised> RunAsync(CancellationToken userStop)
    {
        var monitor = new LiveMonitor(Streams());
        IReadOnlyList<string> notReverted = [];
        using var ops = _ports.Metrics?.Follow(plan);
        var recorder = HistoryRecorder.Create(directory.History, _ports.Time, ops is null ? [monitor] : [monitor, ops]);
        ops?.Watch(recorder);
        await using (recorder)
        {
            await using var loads = new Loads(plan, stage.Cluster, _ports, recorder, directory.Name);
            using var steady = plan.SteadyState is { } spec
                ? new SteadyStateWatch(spec, _ports.Catalog, stage.Cluster, recorder, _ports.Time)
                : null;
            if (await SteadyStateAsync(loads, steady, userStop))
            {
                await ObservedAsync(loads, recorder, async () =>
                {
                    using var stop = CancellationTokenSource.CreateLinkedTokenSource(userStop);
                    notReverted = await BreakAndWatchAsync(loads, recorder, monitor, steady, stop);
                    if (userStop.IsCancellationRequested) _aborted ??= StoppedByUser;
                    if (_aborted is null) await SettleAsync(loads, recorder, steady, userStop);
                });
            }
            recorder.Record(new PhaseEvent(RunPhase.Ended, recorder.ElapsedNs));
        }
        if (recorder.WriteError is { } error) _notes.Add($"the history is not whole: {error}");
        if (recorder.ObserverError is { } monitoring) _notes.Add($"live monitoring stopped: {monitoring}");
        if (stage.Journal.WriteError is { } missing) _notes.Add($"journal.jsonl is not whole: {missing}");
        return new Exercised(_aborted, notReverted, _notes);
    }

    private async Task<bool> SteadyStateAsync(Loads loads, SteadyStateWatch? steady, CancellationToken userStop)
    {
        using var span = Spans.Phase("steady state");
        Say("waiting for steady state");
        try
        {
            var missing = await new HealthWait(loads.HealthProbe, _ports.Time).UntilHealthyAsync(SteadyStateLimit, userStop);
            if (missing is null && steady is not null) missing = await steady.UntilMetAsync(userStop);
            if (missing is null) return true;
            Abort($"no steady state: {missing}");
        }
        catch (OperationCanceledException)
        {
            Abort(StoppedByUser);
        }
        return false;
    }

    /// <summary>To the end of the final reads: what a cluster came to is seen when it is quiet, not while load runs.</summary>
    private async Task ObservedAsync(Loads loads, HistoryRecorder recorder, Func<Task> exercise)
    {
        using var over = new CancellationTokenSource();
        var judged = plan.Checks.SelectMany(c => c.Parameters.JudgedTopics).ToHashSet();
        var observing = new ObservationWatch(loads.ObservationProbe, judged, recorder, _ports.Time);
        var looking = observing.RunAsync(over.Token);
        try
        {
            await exercise();
        }
        finally
        {
            await over.CancelAsync();
            await looking;
            if (observing.Error is { } unseen) _notes.Add($"the database could not be observed to the end: {unseen}");
        }
    }

    /// <summary>
    /// Returns the faults that could not be reverted. Load, nemesis and watch end together; the nemesis only after its reverts.
    /// </summary>
    private async Task<IReadOnlyList<string>> BreakAndWatchAsync(
        Loads loads, HistoryRecorder recorder, LiveMonitor monitor, SteadyStateWatch? steady, CancellationTokenSource stop)
    {
        using var span = Spans.Phase("load and faults");
        Say("load and faults");
        using var loadOver = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var faults = new FaultLog(recorder, stage.Journal, listener, stage.Log);
        var life = new FaultLife(
            directory.RunId, stage.Cluster, _ports.Catalog, _ports.Journal, faults, stage.Control, _ports.Time, stage.Log);
        var nemesis = new Nemesis(
            life, new LiveNodes(stage.Cluster, loads.RoleProbe, _ports.Time), new BlastRadius(plan.Safety, stage.Cluster.Nodes), faults,
            _ports.Time, stage.Log);
        var watch = new AbortWatch(monitor, plan.Abort, recorder, listener, plan.Duration, _ports.Time);
        var resources = new ResourceWatch(stage.Cluster as INodeResources, recorder, _ports.Time);

        recorder.Record(new PhaseEvent(RunPhase.LoadStarted, recorder.ElapsedNs));
        using var verdict = new UntilVerdict();
        var breaking = nemesis.RunAsync(plan.Faults, verdict.Found, loadOver.Token);
        var ending = verdict.EndAsync(breaking, stop, loadOver.Token);
        var operating = new Operator(
            _ports.Catalog, stage.Cluster, Loads.KeyPrefix(directory.Name, plan.Load[0]), recorder, listener, _ports.Time)
            .RunAsync(plan.Actions, loadOver.Token);
        var measuring = Task.WhenAll(resources.RunAsync(loadOver.Token), steady?.RunAsync(loadOver.Token) ?? Task.CompletedTask);
        void End(string reason)
        {
            Abort(reason);
            stop.Cancel();
        }

        var watching =
            Task.WhenAll(
                watch.RunAsync(End, plan.UntilVerdict ? verdict.Tell : null, loadOver.Token),
                new TargetWatch(stage.Cluster, _ports.Time).RunAsync(End, loadOver.Token),
                new StandstillWatch(_ports.Time).RunAsync(End, loadOver.Token));
        try
        {
            await loads.RunAsync(stop.Token);
        }
        finally
        {
            await loadOver.CancelAsync();
            await breaking;
            await ending;
            await operating;
            await watching;
            await measuring;
            recorder.Record(new PhaseEvent(RunPhase.LoadEnded, recorder.ElapsedNs));
        }
        if (verdict.Found.IsCancellationRequested)
            _notes.Add("load and faults ended with the first certain violation (nemesis: until: verdict)");
        if (watch.Error is { } unwatched) _notes.Add($"live monitoring stopped: {unwatched}");
        if (resources.Error is { } unmeasured) _notes.Add($"the nodes' memory and files could not be measured to the end: {unmeasured}");
        return nemesis.NotReverted;
    }

    private async Task SettleAsync(Loads loads, HistoryRecorder recorder, SteadyStateWatch? steady, CancellationToken userStop)
    {
        try
        {
            using (Spans.Phase("convergence"))
            {
                Say("waiting for convergence");
                var missing = await new HealthWait(loads.HealthProbe, _ports.Time).UntilHealthyAsync(ConvergenceLimit, userStop);
                if (missing is null) recorder.Record(new PhaseEvent(RunPhase.Converged, recorder.ElapsedNs));
                else _notes.Add($"the target did not converge after the faults: {missing}");
                // What the probes find is in the history, and the check says what it means.
                if (steady is not null) await steady.UntilMetAsync(userStop);
            }
            await KeepQuietAsync(recorder, userStop);

            using var span = Spans.Phase("final reads");
            Say("final reads");
            using var limit = new CancellationTokenSource(FinalReadLimit, _ports.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, userStop);
            recorder.Record(new PhaseEvent(RunPhase.FinalReadsStarted, recorder.ElapsedNs));
            if (!await loads.FinalReadsAsync(both.Token))
                _notes.Add($"not every final read succeeded within {FinalReadLimit.TotalSeconds:0} s");
            recorder.Record(new PhaseEvent(RunPhase.FinalReadsEnded, recorder.ElapsedNs));
            if (carried is { Count: > 0 }) await new CarriedReads(plan, stage, carried).RunAsync(recorder, userStop);
        }
        catch (OperationCanceledException) when (userStop.IsCancellationRequested)
        {
            Abort(StoppedByUser);
        }
    }

    /// <summary>How long a healthy database has to repair itself before the final reads.</summary>
    private async Task KeepQuietAsync(HistoryRecorder recorder, CancellationToken userStop)
    {
        if (plan.Quiet == TimeSpan.Zero) return;
        using var span = Spans.Phase("quiet");
        Say($"quiet for {Quantity.Format(plan.Quiet)}");
        recorder.Record(new PhaseEvent(RunPhase.QuietStarted, recorder.ElapsedNs));
        await Task.Delay(plan.Quiet, _ports.Time, userStop);
    }

    /// <summary>The streaming forms of the plan's checks; availability and latency always, because the progress line shows them.</summary>
    private Dictionary<string, IStreamingCheck> Streams()
    {
        IEnumerable<string> always = ["availability", "latency"];
        var planned = plan.Checks.Select(c => (c.Kind, c.Parameters));
        var unplanned = always.Where(k => _ports.Catalog.Checks.ContainsKey(k) && plan.Checks.All(c => c.Kind != k))
            .Select(k => (k, stage.Judge.Defaults(k)));
        var streams = new Dictionary<string, IStreamingCheck>(StringComparer.Ordinal);
        foreach (var (kind, parameters) in planned.Concat(unplanned))
            if (_ports.Catalog.Checks[kind].Stream(parameters) is { } stream) streams[kind] = stream;
        return streams;
    }

    private void Abort(string reason)
    {
        _aborted ??= reason;
        stage.Log.RunAborted(directory.RunId, reason);
        Say($"aborting: {reason}");
    }

    private void Say(string phase)
    {
        stage.Journal.Phase(phase);
        listener.OnPhase(phase);
    }
}

/// <param name="Aborted">Why the run ended early; null when it did not.</param>
internal sealed record Exercised(string? Aborted, IReadOnlyList<string> NotReverted, IReadOnlyList<string> Notes);
