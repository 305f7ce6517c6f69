using ChaosService.Model.Ids;
using ChaosService.Model.Runs;
using ChaosService.Service.Events;

namespace ChaosService.Service.Queue;

/// <summary>A run from its acceptance to its end.</summary>
internal sealed class AcceptedRun(PreparedRun prepared, StoredRun record, RunEventLog events) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile StoredRun _record = record;
    private Task _cancelling = Task.CompletedTask;

    public PreparedRun Prepared => prepared;

    public RunEventLog Events => events;

    /// <summary>Completes when the store has it. The run does not begin before.</summary>
    public Task Stored { get; init; } = Task.CompletedTask;

    public ProjectName Project => new(_record.Project);

    /// <summary>The current state; the store may be a moment behind.</summary>
    public StoredRun Record
    {
        get => _record;
        set => _record = value;
    }

    public CancellationToken Stop => _stop.Token;

    /// <summary>Who ended it early; null when nobody did.</summary>
    public string? StopReason { get; private set; }

    public Task Ended => _ended.Task;

    /// <summary>
    /// Returns at once, with <see cref="Stop"/> cancelled. Its callbacks run on another thread: the caller holds the lock that every run
    /// needs.
    /// </summary>
    public void Abort(string reason)
    {
        StopReason ??= reason;
        if (!_stop.IsCancellationRequested) _cancelling = _stop.CancelAsync();
    }

    public void End() => _ended.TrySetResult();

    /// <summary>Once aborts are no longer reported.</summary>
    public void Dispose() => _ = _cancelling.ContinueWith(_ => _stop.Dispose(), TaskScheduler.Default);
}
