using ChaosService.Model.Faults;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Faults.Proxy.Tcp.Measures;

/// <summary>
/// A byte there and back on connections of their own, side by side. A machine only ever adds: none may be faster than asked for, and the
/// fastest may not be much slower than the longest that was asked for.
/// </summary>
internal static class LatencyMeasure
{
    private const int Connections = 10;

    /// <summary>What a clock may round away.</summary>
    private const double Rounding = 0.95;

    /// <summary>What a busy machine may add to the fastest of them.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(25);

    public static async Task<Proof> TakeAsync(ProbeCall call, LatencyToxic asked, int ways, CancellationToken cancellationToken)
    {
        var limit = 1.5 * ways * (asked.Delay + asked.Jitter) + call.Slack + TimeSpan.FromSeconds(1);
        var took = await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            using var probe = await call.ConnectAsync(cancellationToken);
            if (probe is null) return null;
            var echo = await Echo.OfAsync(probe.Socket, [7], limit, call.Time, cancellationToken);
            return echo.End == EchoEnd.Whole ? echo.Took : (TimeSpan?)null;
        }));
        return Judge(asked, ways, call.Slack, [.. took.OfType<TimeSpan>()]);
    }

    internal static Proof Judge(LatencyToxic asked, int ways, TimeSpan slack, IReadOnlyCollection<TimeSpan> took)
    {
        if (took.Count == 0) return new(false, "no byte came back by the proxy");
        var (least, most) = (ways * (asked.Delay - asked.Jitter), ways * (asked.Delay + asked.Jitter));
        var (fastest, slowest) = (took.Min(), took.Max());
        var jitter = asked.Jitter > TimeSpan.Zero ? $" ± {Words.Ms(ways * asked.Jitter)}" : "";
        return new(
            fastest >= Rounding * least && fastest <= most + slack + Noise,
            $"asked {Words.Ms(ways * asked.Delay)}{jitter} there and back, measured {Words.Ms(fastest)} to {Words.Ms(slowest)} "
                + $"(n = {took.Count})");
    }
}
