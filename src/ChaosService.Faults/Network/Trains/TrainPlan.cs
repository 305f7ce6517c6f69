using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Trains;

/// <summary>How a link is measured: this many packets of this size, some at once, then a pause.</summary>
/// <param name="Patience">How long nothing may come after the last one before what is missing counts as lost.</param>
/// <param name="Copies">Packets may come twice: the train waits for that, too.</param>
internal sealed record TrainPlan(int Packets, int PayloadBytes, TimeSpan Pause, TimeSpan Patience, bool Copies)
{
    /// <summary>Within a burst no packet is held up by the sender: who overtakes whom is the link's doing alone.</summary>
    public const int Burst = 20;

    /// <summary>With more than this a link would take longer than <see cref="Duration"/> on a small machine.</summary>
    public const int PacketsMax = 8000;

    private const int PacketsMin = 400;
    private const int FloodMin = 40;
    private const int HeaderBytes = 20 + RateLimit.FrameBytes;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(0.8);

    /// <summary>What a busy machine may need for a packet that the link lets pass.</summary>
    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan FloodDuration = TimeSpan.FromSeconds(0.5);

    /// <summary>Enough packets to distinguish this share from none; fewer if the link's rate allows no more.</summary>
    /// <param name="share">The smallest that was asked for.</param>
    /// <param name="link">All that is done to the link.</param>
    public static TrainPlan ForShare(double share, Shape link)
    {
        var payload = link.Corrupted > 0 ? 1000 : 200;
        var wanted = PacketsFor(share, link.Loss.Memory);
        // A train that filled the queue of a slow link would make losses of its own.
        var most = link.Rate is { } rate
            ? (int)Math.Max(Burst, 2 * Duration.TotalSeconds * rate.BitsPerSecond / 2 / 8 / (payload + HeaderBytes))
            : PacketsMax;
        var bursts = (Math.Min(wanted, most) + Burst - 1) / Burst;
        var duration = wanted > most ? 2 * Duration : Duration;
        return new(bursts * Burst, payload, duration / bursts, Busy + link.LongestDelay, link.Duplicated > 0);
    }

    /// <summary>What follows the packet before says less than one by itself: of such packets more are needed.</summary>
    public static int PacketsFor(double share, double memory) =>
        (int)Math.Min(Math.Max(10 / share, PacketsMin) * (1 + memory) / (1 - memory), PacketsMax);

    /// <summary>Whether this share can be told from none with as many packets as there is time for.</summary>
    public static bool CanShow(double share, double memory) => 10 / share * (1 + memory) / (1 - memory) <= PacketsMax;

    /// <summary>Twice as much as the rate lets pass.</summary>
    public static TrainPlan ForRate(double bitsPerSecond, Shape link)
    {
        var bytes = 2 * bitsPerSecond / 8 * FloodDuration.TotalSeconds;
        var payload = (int)Math.Clamp(bytes / FloodMin - HeaderBytes, 64, 1400);
        var bursts = (int)Math.Ceiling(Math.Max(FloodMin, bytes / (payload + HeaderBytes)) / Burst);
        return new(bursts * Burst, payload, FloodDuration / bursts, Busy + link.LongestDelay, Copies: false)
        {
            Earliest = link.ShortestDelay,
        };
    }

    /// <summary>Before this nothing can have come.</summary>
    public TimeSpan Earliest { get; init; }

    public int WireBits => (PayloadBytes + HeaderBytes) * 8;
}
