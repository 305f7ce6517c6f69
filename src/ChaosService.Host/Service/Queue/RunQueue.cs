using ChaosService.Host.Service.Events;
using ChaosService.Host.Service.Options;
using ChaosService.Model.Experiments;
using ChaosService.Model.Runs;

namespace ChaosService.Host.Service.Queue;

/// <summary>
/// Accepted runs in the order of their acceptance: one at a time on a target, several targets side by side, and a bounded number
/// waiting. Thread-safe.
/// </summary>
internal sealed class RunQueue(RunPreparation preparation, IRunStore store, RunLife life, RunEventHub events, ServiceOptions options, TimeProvider time) : IRunTrigger
{
    private readonly Lock _gate = new();
    private readonly List<AcceptedRun> _waiting = [];
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

    public Task<TriggerResult> TriggerAsync(TriggerRequest request, CancellationToken cancellationToken)
    {
        if (Repeated(request) is { } earlier) return Task.FromResult(earlier);
        if (Closed is { } why) return Task.FromResult(new TriggerResult(TriggerStatus.Halted, null, why));
        var (prepared, refusal) = preparation.Prepare(request);
        return Task.FromResult(prepared is null ? refusal! : Accept(prepared, request));
    }

    /// <summary>A run that is not over yet; null when there is none of that id.</summary>
    public AcceptedRun? Find(string id)
    {
        lock (_gate) return _running.Values.Concat(_waiting).FirstOrDefault(r => r.Record.Id == id);
    }

    /// <summary>The run that has the target now.</summary>
    public string? HolderOf(string project)
    {
        lock (_gate) return _running.GetValueOrDefault(project)?.Record.Id;
    }

    /// <summary>False when there is no such run, or it is over.</summary>
    public bool Abort(string id, string reason)
    {
        lock (_gate)
        {
            if (_running.Values.FirstOrDefault(r => r.Record.Id == id) is { } running) running.Abort(reason);
            else if (_waiting.FirstOrDefault(r => r.Record.Id == id) is { } waiting) Withdraw(waiting, reason);
            else return false;
            return true;
        }
    }

    /// <summary>Refuses new runs from now on and withdraws those that wait.</summary>
    public void Close(string reason)
    {
        lock (_gate)
        {
            _closed = reason;
            foreach (var waiting in _waiting.ToList()) Withdraw(waiting, reason);
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

    /// <summary>Completes when nothing runs any more.</summary>
    public Task IdleAsync()
    {
        lock (_gate) return Task.WhenAll(_running.Values.Select(r => r.Ended));
    }

    private TriggerResult Accept(PreparedRun prepared, TriggerRequest request)
    {
        lock (_gate)
        {
            if (_closed is { } why) return new TriggerResult(TriggerStatus.Halted, null, why);
            if (Repeated(request) is { } earlier) return earlier;
            var project = prepared.Plan.Target.Project;
            var rivals = _running.Values.Concat(_waiting).Where(r => r.Project == project).ToList();
            if (rivals.Count > 0 && request.Concurrency == Concurrency.Forbid)
                return new TriggerResult(TriggerStatus.TargetBusy, null, $"the target '{project}' is taken by run {rivals[0].Record.Id}");
            var startsNow = rivals.Count == 0 && _running.Count < options.ParallelRuns;
            var room = request.Concurrency == Concurrency.Replace ? options.QueueLimit + rivals.Count(_waiting.Contains) : options.QueueLimit;
            if (!startsNow && _waiting.Count >= room)
                return new TriggerResult(TriggerStatus.QueueFull, null, $"{_waiting.Count} runs wait already, which is the limit (queueLimit)");

            var run = Record(prepared, request);
            if (request.Concurrency == Concurrency.Replace)
                foreach (var rival in rivals) Replace(rival, run.Record.Id);
            _waiting.Add(run);
            StartWhatCan();
            return new TriggerResult(TriggerStatus.Accepted, run.Record.Id, null);
        }
    }

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
        store.Add(record);
        return new AcceptedRun(prepared, record, events.Open(record));
    }

    private void Replace(AcceptedRun rival, string by)
    {
        var reason = $"replaced by run {by}";
        if (_waiting.Contains(rival)) Withdraw(rival, reason);
        else rival.Abort(reason);
    }

    private void Withdraw(AcceptedRun waiting, string reason)
    {
        _waiting.Remove(waiting);
        life.Withdraw(waiting, reason);
    }

    private void StartWhatCan()
    {
        foreach (var next in _waiting.ToList())
        {
            if (_running.Count >= options.ParallelRuns) return;
            if (!_running.TryAdd(next.Project, next)) continue;
            _waiting.Remove(next);
            _ = Task.Run(() => LiveAsync(next), CancellationToken.None);
        }
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
                StartWhatCan();
            }
            run.End();
        }
    }

    private TriggerResult? Repeated(TriggerRequest request) =>
        request.IdempotencyKey is not { } key || store.FindByKey(key) is not { } earlier ? null
        : earlier.Experiment == request.Experiment ? new TriggerResult(TriggerStatus.Accepted, earlier.Id, null)
        : new TriggerResult(TriggerStatus.BadInput, null, $"the idempotency key was used for run {earlier.Id} of '{earlier.Experiment}'; use a new key for another run");
}
