using ChaosService.Faults.Network;
using ChaosService.Proxies.Choosing;

namespace ChaosService.Faults.Proxy.Calls;

/// <param name="Which">Of the calls that match.</param>
/// <inheritdoc cref="ProxyParameters"/>
internal abstract record CallParameters(int Port, Choice Which, PeerChoice Others, bool ResetsEstablished, bool Outgoing)
    : ProxyParameters(Port, Others, ResetsEstablished, Outgoing)
{
    /// <summary>A client's call must come by while the fault lasts.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(5);

    public override TimeSpan LeastHold => Patience;
}
