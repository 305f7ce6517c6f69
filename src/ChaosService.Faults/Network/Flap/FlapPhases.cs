namespace ChaosService.Faults.Network.Flap;

/// <summary>The current phase, for measurements within one. Thread-safe.</summary>
internal sealed class FlapPhases(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _entered;
    private int _number;

    /// <summary>How long the last completed phase lasted.</summary>
    public TimeSpan LastLength { get; private set; }

    /// <summary>From 1 on; odd: down. 0: not begun.</summary>
    public int Number
    {
        get { lock (_gate) return _number; }
    }

    public static bool IsDown(int number) => number % 2 == 1;

    /// <summary>The next phase has begun.</summary>
    public void Enter()
    {
        lock (_gate)
        {
            (LastLength, _entered) = (_number == 0 ? TimeSpan.Zero : time.GetElapsedTime(_entered), time.GetTimestamp());
            _number++;
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>A phase of that sort which is later than the given one.</summary>
    public async Task<int> AfterAsync(int number, bool down, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_number > number && IsDown(_number) == down) return _number;
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken);
        }
    }
}
