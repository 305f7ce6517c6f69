using System.Collections.Concurrent;

namespace ChaosService.Reference.Host.Pausing;

/// <summary>
/// Named places where a node stops on demand, so that a test can let something happen exactly there. They are for tests, and cost nothing
/// while none is set.
/// </summary>
internal sealed class PausePoints(TimeProvider time)
{
    /// <summary>A test that has died holds nobody up for longer.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, Pause> _pauses = [];

    /// <summary>Those that are set, with how many wait there now.</summary>
    public IReadOnlyDictionary<string, int> Set => _pauses.ToDictionary(p => p.Key, p => p.Value.Waiting);

    public void Add(string point) => _pauses.TryAdd(point, new Pause());

    /// <returns>False when there was no such pause. Who waited goes on.</returns>
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
