using ChaosService.Model.Histories;

namespace ChaosService.Workloads.Load;

/// <summary>
/// The intended starts of an open loop. The n-th start is due n / rate after the first, whatever happened to the others, so the starts that
/// wait for a free worker need no queue: they are the numbers between two counters, and a stalled database costs no memory.
/// </summary>
internal sealed class StartSchedule(IRecorder clock, double ratePerSecond, TimeSpan duration, int workers) : IDisposable
{
    /// <summary>Short enough to notice a stop soon.</summary>
    private const long LongestSleepNs = 10_000_000;

    private readonly SemaphoreSlim _due = new(0);
    private readonly long _total = (long)Math.Ceiling(duration.TotalSeconds * ratePerSecond);
    private long _firstNs;
    private long _released;
    private long _taken;

    /// <summary>
    /// Releases starts when they are due, on a separate thread: the pool's threads are busy with answers when it matters.
    /// </summary>
    public Task Start(CancellationToken stop)
    {
        _firstNs = clock.ElapsedNs;
        return Task.Factory.StartNew(() => Dispatch(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Waits for the next due start, in ns since the run's start; null when there are no more.</summary>
    public async ValueTask<long?> TakeAsync()
    {
        // Always ends: the dispatcher never waits, and leaves one release for each worker when it is done.
        await _due.WaitAsync();
        var n = Interlocked.Increment(ref _taken) - 1;
        return n < Volatile.Read(ref _released) ? IntendedNs(n) : null;
    }

    public void Dispose() => _due.Dispose();

    private long IntendedNs(long n) => _firstNs + (long)(n * (1e9 / ratePerSecond));

    private void Dispatch(CancellationToken stop)
    {
        while (_released < _total && !stop.IsCancellationRequested)
        {
            var before = _released;
            var due = before;
            var nowNs = clock.ElapsedNs;
            while (due < _total && IntendedNs(due) <= nowNs) due++;
            Volatile.Write(ref _released, due);
            if (due > before) _due.Release((int)(due - before));
            if (due < _total) PreciseSleep.For(Math.Min(IntendedNs(due) - clock.ElapsedNs, LongestSleepNs), stop);
        }
        _due.Release(workers);
    }
}
