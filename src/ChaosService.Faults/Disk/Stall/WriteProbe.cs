namespace ChaosService.Faults.Disk.Stall;

/// <summary>One write on a thread of its own, which waits in the kernel for as long as the filesystem is frozen.</summary>
internal sealed class WriteProbe
{
    private readonly TimeProvider _time;
    private readonly long _from;
    private readonly Task<TimeSpan> _write;

    private WriteProbe(string directory, TimeProvider time)
    {
        (_time, _from) = (time, time.GetTimestamp());
        _write = Task.Factory.StartNew(
            () =>
            {
                _ = Filesystem.TryWrite(directory);
                return time.GetElapsedTime(_from);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public static WriteProbe Start(string directory, TimeProvider time) => new(directory, time);

    /// <summary>As words, so far when it has not ended: <c>1,240.3 ms</c>.</summary>
    public string Took => $"{(_write.IsCompletedSuccessfully ? _write.Result : _time.GetElapsedTime(_from)).TotalMilliseconds:#,0.0} ms";

    public async Task<bool> EndsWithinAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        await Task.WhenAny(_write, Task.Delay(limit, _time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return _write.IsCompleted;
    }
}
