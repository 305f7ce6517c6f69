using ChaosService.Faults.Network.Trains;
using ChaosService.Model.Faults;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Faults.Proxy.Tcp.Measures;

/// <summary>Enough bytes for forty or more of them to change.</summary>
internal static class CorruptMeasure
{
    private const int Expected = 40;
    private const int LeastBytes = 4096;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    public static async Task<Proof> TakeAsync(ProbeCall call, CorruptToxic asked, int ways, CancellationToken cancellationToken)
    {
        using var probe = await call.ConnectAsync(cancellationToken);
        if (probe is null) return ProbeCall.NotLed;
        var sent = new byte[Math.Max(LeastBytes, (int)(Expected / asked.Share))];
        var echo = await Echo.OfAsync(probe.Socket, sent, Limit + call.Slack, call.Time, cancellationToken);
        return Judge(asked, ways, echo.Data.Count(b => b != 0), echo.Data.Length);
    }

    internal static Proof Judge(CorruptToxic asked, int ways, int changed, int of)
    {
        // A bit that is turned over twice is as it was.
        var share = ways == 1 ? asked.Share : 2 * asked.Share * (1 - asked.Share) + asked.Share * asked.Share * 7 / 8;
        var (low, high) = Binomial.Bounds(changed, of);
        return new(
            changed > 0 && low <= share && share <= high,
            $"asked {100 * share:0.###} % of bytes changed, measured {100.0 * changed / Math.Max(1, of):0.###} % "
                + $"({100 * low:0.###} to {100 * high:0.###}, n = {of})");
    }
}
