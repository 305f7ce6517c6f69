using System.Data.Common;
using ChaosService.Engine.Tracing;
using ChaosService.Model.Experiments;
using ChaosService.Model.Ids;
using ChaosService.Model.Runs;
using ChaosService.Service.Events;
using ChaosService.Service.Options;
using ChaosService.Service.Triggers;

namespace ChaosService.Service.Queue;

/// <summary>
/// Accepted runs in the order of their acceptance: one at a time on a target, several targets side by side, and a bounded number
/// waiting. Thread-safe.
/// </summary>
internal sealed class RunQueue(
    RunPreparation preparation, IRunStore store, RunLife life, RunEventHub events, ITargetClaims claims, ServiceOptions options,
    TimeProvider time) : IRunTrigger
{
    private readonly Lock _gate = new();

    /// <summary>By id, until the store has their end.</summary>
    private readonly Dictionary<string, AcceptedRun> _runs = new(StringComparer.Ordinal);

    private readonly List<AcceptedRun> _waiting = [];

    /// <summary>By project: the active runs, and those that begin as soon as the store has them.</summary>
    private readonly Dictionary<string, AcceptedRun> _running = new(StringComparer.Ordinal);

    private string? _closed;

    /// <summary>Why no run is accepted now; null when runs are.</summary>
    public string? Closed
    {
        get { lock (_gate) return _closed; }
    }

    public (int Running, int Waiting) Count
    {
        get { lock (_gate) return (_running.Count, _waiting.Count); }
    }

    /// <summary>Runs that are not over, as they were accepted. The store may be a moment behind, or broken.</summary>
    public IReadOnlyList<StoredRun> GoingOn
    {
        get { lock (_gate) return [.. _runs.Values.Select(r => r.Record).Where(r => !r.Over).OrderBy(r => r.AcceptedAt)]; }
    }

    public async Task<TriggerResult> TriggerAsync(TriggerRequest request, CancellationToken cancellationToken)
    {
        if (Repeated(request) is { } earlier) return earlier;
        if (Closed is { } why) return new TriggerResult(TriggerStatus.Halted, null, why);
        var (prepared, refusal) = preparation.Prepare(request);
        if (prepared is null) return refusal!;
        // Here and not in the lock: whoever ends runs must not wait for a store that does not answer.
        if (request.Concurrency == Concurrency.Forbid && claims.RivalOf(prepared.Plan.Target.Project) is { } rival)
            return Busy(prepared.Plan.Target.Project, rival);
        return await AcceptAsync(prepared, request);
    }

    /// <summary>A run whose end is not in the store yet; null when there is none with that id.</summary>
    public AcceptedRun? Find(string id)
    {
        lock (_gate) return _runs.GetValueOrDefault(id);
    }

    /// <summary>The run that has the target now.</summary>
    public string? HolderOf(ProjectName project)
    {
        lock (_gate) return _running.GetValueOrDefault(project)?.Record.Id;
    }

    /// <summary>False when there is no such run, or it is over.</summary>
    public bool Abort(string id, string reason)
    {
        lock (_gate) return _runs.TryGetValue(id, out var run) && TryEnd(run, reason);
    }

    /// <summary>Refuses new runs from now on and withdraws those that wait. Completes when the store knows of it.</summary>
    public Task CloseAsync(string reason)
    {
        lock (_gate)
        {
            _closed = reason;
            var withdrawn = _waiting.ToList();
            foreach (var waiting in withdrawn) TryEnd(waiting, reason);
            return Task.WhenAll(withdrawn.Select(r => r.Ended));
        }
    }

    /// <summary>Ends every run early; returns their ids.</summary>
    public IReadOnlyList<string> AbortAll(string reason)
    {
        lock (_gate)
        {
            foreach (var run in _running.Values) run.Abort(reason);
            return [.. _running.Values.Select(r => r.Record.Id)];
        }
    }

    public void Open()
    {
        lock (_gate) _closed = null;
    }

    /// <summary>Completes when no run is active, and the result of every run is stored.</summary>
    public Task IdleAsync()
    {
        lock (_gate) return Task.WhenAll(_runs.Values.Select(r => r.Ended));
    }

    private Task<TriggerResult> AcceptAsync(PreparedRun prepared, TriggerRequest request)
    {
        lock (_gate)
        {
            if (request.IdempotencyKey is { } key && _runs.Values.FirstOrDefault(r => r.Record.IdempotencyKey == key) is { } twin)
                return RepeatAsync(twin, request);
            if (Refusal(prepared, request) is { } refusal) return Task.FromResult(refusal);
            var run = Record(prepared, request);
            var startsNow = StartsNow(run.Project);
            _runs.Add(run.Record.Id, run);
            if (startsNow) _running.Add(run.Project, run);
            else _waiting.Add(run);
            // Goes on outside the lock once the run is stored: those who come meanwhile share the next write.
            return BeginAsync(run, startsNow, request);
        }
    }

    private async Task<TriggerResult> BeginAsync(AcceptedRun run, bool startsNow, TriggerRequest request)
    {
        try
        {
            await run.Stored;
        }
        catch (Exception e)
        {
            Forget(run);
            // Somebody was quicker with the same key: here, or in another instance.
            if (e is DbException && Repeated(request) is { } earlier) return earlier;
            throw;
        }
        if (request.Concurrency == Concurrency.Replace) claims.Replace(run.Project, run.Record.Id);
        lock (_gate)
        {
            if (request.Concurrency == Concurrency.Replace) ReplaceEarlier(run);
            if (startsNow) Start(run);
            else StartWhatCan();
        }
        return new TriggerResult(TriggerStatus.Accepted, run.Record.Id, null) { TraceParent = run.Record.TraceParent };
    }

    private static TriggerResult Busy(ProjectName project, string rival) =>
        new(TriggerStatus.TargetBusy, null, $"the target '{project}' is taken by run {rival}");

    private async Task<TriggerResult> RepeatAsync(AcceptedRun twin, TriggerRequest request)
    {
        try
        {
            await twin.Stored;
        }
        catch (DbException) when (Repeated(request) is { } earlier)
        {
            return earlier;
        }
        return Repeated(twin.Record, request);
    }

    private TriggerResult? Refusal(PreparedRun prepared, TriggerRequest request)
    {
        if (_closed is { } why) return new TriggerResult(TriggerStatus.Halted, null, why);
        var project = prepared.Plan.Target.Project;
        if (request.Concurrency == Concurrency.Forbid
            && (_running.GetValueOrDefault(project) ?? _waiting.Find(r => r.Project == project)) is { } rival)
            return Busy(project, rival.Record.Id);
        var room = request.Concurrency == Concurrency.Replace
            ? options.QueueLimit + _waiting.Count(r => r.Project == project)
            : options.QueueLimit;
        return !StartsNow(project) && _waiting.Count >= room
            ? new TriggerResult(TriggerStatus.QueueFull, null, $"{_waiting.Count} runs wait already, which is the limit (queueLimit)")
            : null;
    }

    private bool StartsNow(ProjectName project) =>
        _running.Count < options.ParallelRuns && !_running.ContainsKey(project) && !_waiting.Exists(r => r.Project == project);

    private AcceptedRun Record(PreparedRun prepared, TriggerRequest request)
    {
        var record = new StoredRun
        {
            Id = prepared.Id,
            Experiment = prepared.Plan.Experiment,
            Project = prepared.Plan.Target.Project,
            Seed = prepared.Plan.Seed,
            Cause = request.Cause,
            Labels = prepared.Plan.Labels,
            State = RunState.Queued,
            AcceptedAt = time.GetUtcNow(),
            Directory = Path.Combine(options.RunsDirectory, prepared.Id),
            IdempotencyKey = request.IdempotencyKey,
        };
        record = record with { TraceParent = Spans.Accept(record, request.TraceParent) };
        return new AcceptedRun(prepared, record, events.Open(record)) { Stored = store.AddAsync(record) };
    }

    /// <summary>The store did not take it: it never was.</summary>
    private void Forget(AcceptedRun run)
    {
        lock (_gate)
        {
            _waiting.Remove(run);
            if (_running.GetValueOrDefault(run.Project) == run) _running.Remove(run.Project);
            Remove(run);
            StartWhatCan();
        }
        events.Close(run.Record with
        {
            State = RunState.Rejected, Reason = "the state database did not take it", EndedAt = time.GetUtcNow(),
        }, run.Events);
    }

    /// <summary>Those that came after it replace it in their turn.</summary>
    private void ReplaceEarlier(AcceptedRun run)
    {
        if (!_waiting.Contains(run)) return;
        var reason = $"replaced by run {run.Record.Id}";
        foreach (var rival in _waiting.TakeWhile(r => r != run).Where(r => r.Project == run.Project).ToList()) TryEnd(rival, reason);
        if (_running.TryGetValue(run.Project, out var running)) TryEnd(running, reason);
    }

    private bool TryEnd(AcceptedRun run, string reason)
    {
        if (_running.GetValueOrDefault(run.Project) == run) run.Abort(reason);
        else if (_waiting.Remove(run)) _ = WithdrawAsync(run, reason);
        else return false;
        return true;
    }

    private async Task WithdrawAsync(AcceptedRun run, string reason)
    {
        life.Withdraw(run, reason);
        // Out of the lock: what follows tells others, and waits for the store.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await life.StoreWithdrawnAsync(run);
        }
        finally
        {
            lock (_gate) Remove(run);
        }
    }

    private void StartWhatCan()
    {
        for (var i = 0; i < _waiting.Count && _running.Count < options.ParallelRuns; i++)
        {
            var next = _waiting[i];
            if (!next.Stored.IsCompletedSuccessfully || !_running.TryAdd(next.Project, next)) continue;
            _waiting.RemoveAt(i--);
            Start(next);
        }
    }

    private void Start(AcceptedRun run)
    {
        // The request, or the other run, that it happens to be started from must not show in its logs and spans.
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(() => LiveAsync(run), CancellationToken.None);
    }

    private async Task LiveAsync(AcceptedRun run)
    {
        try
        {
            await life.LiveAsync(run);
        }
        finally
        {
            lock (_gate)
            {
                _running.Remove(run.Project);
                Remove(run);
                StartWhatCan();
            }
        }
    }

    private void Remove(AcceptedRun run)
    {
        _runs.Remove(run.Record.Id);
        run.End();
        run.Dispose();
    }

    private TriggerResult? Repeated(TriggerRequest request) =>
        request.IdempotencyKey is { } key && store.FindByKey(key) is { } earlier ? Repeated(earlier, request) : null;

    private static TriggerResult Repeated(StoredRun earlier, TriggerRequest request) => earlier.Experiment == request.Experiment
        ? new TriggerResult(TriggerStatus.Accepted, earlier.Id, null) { TraceParent = earlier.TraceParent }
        : new TriggerResult(
            TriggerStatus.BadInput, null,
            $"the idempotency key was used for run {earlier.Id} of '{earlier.Experiment}'; use a new key for another run");
}
