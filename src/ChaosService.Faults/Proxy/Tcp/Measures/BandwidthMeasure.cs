using ChaosService.Model.Faults;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Faults.Proxy.Tcp.Measures;

/// <summary>As much as fits through in 400 ms, there and back.</summary>
internal static class BandwidthMeasure
{
    private const double Seconds = 0.4;

    public static async Task<Proof> TakeAsync(ProbeCall call, BandwidthToxic asked, CancellationToken cancellationToken)
    {
        using var probe = await call.ConnectAsync(cancellationToken);
        if (probe is null) return ProbeCall.NotLed;
        var data = new byte[(int)(asked.BitsPerSecond / 8.0 * Seconds)];
        var echo = await Echo.OfAsync(probe.Socket, data, TimeSpan.FromSeconds(8 * Seconds) + call.Slack, call.Time, cancellationToken);
        return Judge(asked, echo.Data.Length, echo.Took);
    }

    /// <summary>Never faster, but for what a clock rounds away; a busy machine may be slower.</summary>
    internal static Proof Judge(BandwidthToxic asked, int bytes, TimeSpan took)
    {
        var measured = bytes * 8 / took.TotalSeconds;
        return new(
            measured <= 1.1 * asked.BitsPerSecond && measured >= 0.5 * asked.BitsPerSecond,
            $"asked {asked.BitsPerSecond / 1e6:0.###} Mbit/s, measured {measured / 1e6:0.###} Mbit/s over {bytes} bytes");
    }
}
