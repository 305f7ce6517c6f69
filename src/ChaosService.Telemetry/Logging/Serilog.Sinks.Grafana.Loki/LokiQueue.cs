namespace Serilog.Sinks.Grafana.Loki;

/// <summary>
/// Lines on their way to Loki, bounded by their count and their memory. When it is full, a new line is refused, and accepted lines stay, so
/// an accepted line is lost only with the process. Thread-safe; adding never blocks.
/// </summary>
internal sealed class LokiQueue(LokiLimits limits)
{
    private readonly Lock _gate = new();
    private readonly Queue<LokiLine> _waiting = new();
    private TaskCompletionSource _some = Signal();
    private TaskCompletionSource _full = Signal();
    private TaskCompletionSource _room = Signal();
    private long _waitingBytes;

    // Waiting lines, and taken ones that are not released yet.
    private int _heldLines;
    private long _heldBytes;
    private bool _closed;

    public int HeldLines
    {
        get { lock (_gate) return _heldLines; }
    }

    public long HeldBytes
    {
        get { lock (_gate) return _heldBytes; }
    }

    /// <summary>False when there is no room, or it is closed.</summary>
    public bool TryAdd(LokiLine line)
    {
        lock (_gate)
        {
            if (_closed || _heldLines >= limits.QueueLines || _heldBytes + line.Bytes > limits.QueueBytes) return false;
            _waiting.Enqueue(line);
            _waitingBytes += line.Bytes;
            _heldLines++;
            _heldBytes += line.Bytes;
            _some.TrySetResult();
            if (IsBatchFull) _full.TrySetResult();
            return true;
        }
    }

    /// <summary>Completes when a line waits, or the queue is closed.</summary>
    public Task SomeAsync()
    {
        lock (_gate) return _some.Task;
    }

    /// <summary>Completes when a whole batch waits, or the queue is closed.</summary>
    public Task FullAsync()
    {
        lock (_gate) return _full.Task;
    }

    /// <summary>Completes when at most half of the queue is in use: for callers with low-priority lines.</summary>
    public Task RoomAsync()
    {
        lock (_gate)
        {
            if (HasRoom) return Task.CompletedTask;
            if (_room.Task.IsCompleted) _room = Signal();
            return _room.Task;
        }
    }

    /// <summary>The next batch, in order of arrival. Give it back with <see cref="Release"/>. Empty: nothing waits.</summary>
    public IReadOnlyList<LokiLine> Take()
    {
        lock (_gate)
        {
            var batch = new List<LokiLine>(Math.Min(_waiting.Count, limits.BatchLines));
            for (var bytes = 0L; batch.Count < limits.BatchLines && _waiting.TryPeek(out var next)
                && (batch.Count == 0 || bytes + next.Bytes <= limits.BatchBytes); bytes += next.Bytes)
                batch.Add(_waiting.Dequeue());
            _waitingBytes -= batch.Sum(l => l.Bytes);
            if (_closed) return batch;
            if (_waiting.Count == 0) _some = Fresh(_some);
            if (!IsBatchFull) _full = Fresh(_full);
            return batch;
        }
    }

    /// <summary>For a batch that was sent or given up.</summary>
    public void Release(IReadOnlyList<LokiLine> batch)
    {
        lock (_gate)
        {
            _heldLines -= batch.Count;
            _heldBytes -= batch.Sum(l => l.Bytes);
            if (HasRoom) _room.TrySetResult();
        }
    }

    /// <summary>Accepts nothing from now on. Waiting lines can be taken at once.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _some.TrySetResult();
            _full.TrySetResult();
            _room.TrySetResult();
        }
    }

    private bool IsBatchFull => _waiting.Count >= limits.BatchLines || _waitingBytes >= limits.BatchBytes;

    private bool HasRoom => _closed || (_heldLines <= limits.QueueLines / 2 && _heldBytes <= limits.QueueBytes / 2);

    private static TaskCompletionSource Fresh(TaskCompletionSource signal) => signal.Task.IsCompleted ? Signal() : signal;

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
