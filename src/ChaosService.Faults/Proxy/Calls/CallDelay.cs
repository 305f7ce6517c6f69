using ChaosService.Proxies.Http.Calls;

namespace ChaosService.Faults.Proxy.Calls;

/// <summary>Whether a call had the requested delay.</summary>
internal static class CallDelay
{
    /// <summary>What a clock may round away.</summary>
    private const double Rounding = 0.95;

    /// <summary>What a busy machine may add to a call.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(500);

    public static TimeSpan Limit(CallFault asked, ProbeCall call) => asked.Delay + call.Slack + TimeSpan.FromSeconds(2);

    /// <param name="slack">What other faults may add.</param>
    public static bool IsSeen(CallFault asked, TimeSpan took, TimeSpan slack) =>
        asked.Delay == TimeSpan.Zero || (took >= Rounding * asked.Delay && took <= asked.Delay + slack + Noise);
}
