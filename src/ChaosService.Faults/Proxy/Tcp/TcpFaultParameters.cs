using ChaosService.Faults.Network;
using ChaosService.Faults.Network.State;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Faults.Proxy.Tcp;

/// <param name="Toxic">The toxic, with its own values.</param>
/// <param name="Direction">
/// <c>outbound</c>, the default: data from the nodes; <c>inbound</c>: data to them; <c>both</c>. A reset and a half-open
/// connection have no direction.
/// </param>
/// <inheritdoc cref="ProxyParameters"/>
internal sealed record TcpFaultParameters(
    int Port, Toxic Toxic, Direction Direction, PeerChoice Others, bool ResetsEstablished, bool Outgoing = false)
    : ProxyParameters(Port, Others, ResetsEstablished, Outgoing)
{
    /// <summary>The end of a connection must be seen while the fault lasts.</summary>
    public override TimeSpan LeastHold => Toxic.Ending?.After ?? TimeSpan.Zero;

    /// <summary>It is done to what goes from who connects to who is connected to.</summary>
    public bool Inward => Direction != (Outgoing ? Direction.Inbound : Direction.Outbound);

    /// <summary>It is done to what comes back.</summary>
    public bool Outward => Direction != (Outgoing ? Direction.Outbound : Direction.Inbound);

    /// <summary>How many times it meets what goes there and back.</summary>
    public int Ways => (Inward ? 1 : 0) + (Outward ? 1 : 0);
}
