using ChaosService.Faults.Network;
using ChaosService.Proxies.Choosing;

namespace ChaosService.Faults.Proxy.Choosing;

/// <param name="Which">Of the calls or messages that match.</param>
/// <inheritdoc cref="ProxyParameters"/>
internal abstract record ChosenParameters(int Port, Choice Which, PeerChoice Others, bool ResetsEstablished, bool Outgoing)
    : ProxyParameters(Port, Others, ResetsEstablished, Outgoing)
{
    /// <summary>A client's call or message must come by while the fault lasts.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(5);

    public override TimeSpan LeastHold => Patience;
}
