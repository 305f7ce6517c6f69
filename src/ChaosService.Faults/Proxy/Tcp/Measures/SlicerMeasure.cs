using ChaosService.Model.Faults;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Faults.Proxy.Tcp.Measures;

/// <summary>Eight pieces' worth sent in one go.</summary>
internal static class SlicerMeasure
{
    private const int Pieces = 8;

    public static async Task<Proof> TakeAsync(ProbeCall call, SlicerToxic asked, CancellationToken cancellationToken)
    {
        using var probe = await call.ConnectAsync(cancellationToken);
        if (probe is null) return ProbeCall.NotLed;
        var limit = 3 * Pieces * asked.Delay + call.Slack + TimeSpan.FromSeconds(1);
        var echo = await Echo.OfAsync(
            probe.Socket, new byte[Pieces * asked.Bytes], limit < Longest ? limit : Longest, call.Time, cancellationToken);
        return Judge(asked, echo.Data.Length, echo.Pieces, echo.Took);
    }

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(12);

    /// <summary>Two pieces may be read as one by a reader that was late; they cannot come faster than asked for.</summary>
    internal static Proof Judge(SlicerToxic asked, int bytes, int pieces, TimeSpan took)
    {
        var came = (bytes + asked.Bytes - 1) / asked.Bytes;
        return new(
            pieces > 1 && pieces >= came / 2 && took >= 0.95 * (came - 1) * asked.Delay,
            $"asked pieces of {asked.Bytes} B every {Words.Ms(asked.Delay)}, measured {bytes} B in {pieces} pieces "
                + $"within {Words.Ms(took)}");
    }
}
