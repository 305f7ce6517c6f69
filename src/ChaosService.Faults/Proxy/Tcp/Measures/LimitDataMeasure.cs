using ChaosService.Model.Faults;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Faults.Proxy.Tcp.Measures;

/// <summary>A little more than goes through.</summary>
internal static class LimitDataMeasure
{
    private const int More = 64;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static async Task<Proof> TakeAsync(ProbeCall call, LimitDataToxic asked, CancellationToken cancellationToken)
    {
        using var probe = await call.ConnectAsync(cancellationToken);
        if (probe is null) return ProbeCall.NotLed;
        var echo = await Echo.OfAsync(
            probe.Socket, new byte[asked.Bytes + More], Limit + call.Slack, call.Time, cancellationToken);
        return Judge(asked, echo.Data.Length, echo.End);
    }

    internal static Proof Judge(LimitDataToxic asked, int bytes, EchoEnd end) => new(
        bytes == asked.Bytes && end is EchoEnd.Closed or EchoEnd.Reset,
        $"asked the end after {asked.Bytes} bytes, measured {bytes} of {asked.Bytes + More} bytes, "
            + $"then: {end.ToString().ToLowerInvariant()}");
}
