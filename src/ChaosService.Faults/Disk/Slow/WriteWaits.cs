using ChaosService.Faults.Kernel;

namespace ChaosService.Faults.Disk.Slow;

/// <summary>How long writes to a filesystem waited, one after the other without a pause: each stall is met by one of them.</summary>
/// <param name="Long">Those that waited at least as long as was asked, in order.</param>
/// <param name="Short">How many did not.</param>
internal sealed record WriteWaits(IReadOnlyList<TimeSpan> Long, int Short)
{
    /// <summary>So that a quick disk is not kept busy by the measurement.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <param name="least">What is long.</param>
    /// <param name="enough">Ends after this many long ones.</param>
    /// <param name="limit">The limit for the whole measurement, except the write that is in progress then.</param>
    public static async Task<WriteWaits> MeasureAsync(
        string directory, TimeProvider time, TimeSpan least, int enough, TimeSpan limit, CancellationToken cancellationToken)
    {
        var (begin, longOnes, shortOnes) = (time.GetTimestamp(), new List<TimeSpan>(), 0);
        while (longOnes.Count < enough && time.GetElapsedTime(begin) < limit)
        {
            var from = time.GetTimestamp();
            var error = await Task.Run(() => Filesystem.TryWrite(directory), cancellationToken).WaitAsync(cancellationToken);
            if (error is not (0 or Libc.NoSpace)) break;
            if (time.GetElapsedTime(from) is var wait && wait >= least) longOnes.Add(wait);
            else shortOnes++;
            await Task.Delay(Pause, time, cancellationToken);
        }
        return new(longOnes, shortOnes);
    }
}
