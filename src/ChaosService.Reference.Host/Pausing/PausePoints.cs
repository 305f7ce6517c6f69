using System.Collections.Concurrent;

namespace ChaosService.Reference.Host.Pausing;

/// <summary>
/// Named points where a node waits on demand, so that a test can act exactly there. They are for tests, and cost nothing
/// while none is set.
/// </summary>
internal sealed class PausePoints(TimeProvider time)
{
    /// <summary>The longest pause, in case the test has died.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, Pause> _pauses = [];

    /// <summary>The active pauses, with how many calls wait at each.</summary>
    public IReadOnlyDictionary<string, int> Set => _pauses.ToDictionary(p => p.Key, p => p.Value.Waiting);

    public void Add(string point) => _pauses.TryAdd(point, new Pause());

    /// <returns>False when there was no such pause. Waiting calls continue.</returns>
    public bool Remove(string point)
    {
        if (!_pauses.TryRemove(point, out var pause)) return false;
        pause.Over.TrySetResult();
        return true;
    }

    public async Task PassAsync(string point, CancellationToken cancellation)
    {
        if (!_pauses.TryGetValue(point, out var pause)) return;
        Interlocked.Increment(ref pause.Waiting);
        try
        {
            using var limit = new CancellationTokenSource(Limit, time);
            await using var ended = limit.Token.Register(() => pause.Over.TrySetResult());
            await pause.Over.Task.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref pause.Waiting);
        }
    }

    private sealed class Pause
    {
        public int Waiting;

        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
