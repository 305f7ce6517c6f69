using ChaosService.Faults.Network;
using ChaosService.Faults.Network.State;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Faults.Proxy.Tcp;

/// <param name="Toxic">What is done to connections, with its own values.</param>
/// <param name="Direction">
/// <c>outbound</c>, the default: to what the nodes answer; <c>inbound</c>: to what clients say; <c>both</c>. A reset and a half-open
/// connection have no direction.
/// </param>
/// <inheritdoc cref="ProxyParameters"/>
internal sealed record TcpFaultParameters(int Port, Toxic Toxic, Direction Direction, PeerChoice From, bool ResetsEstablished)
    : ProxyParameters(Port, From, ResetsEstablished)
{
    /// <summary>The end of a connection must be seen while the fault lasts.</summary>
    public override TimeSpan LeastHold => Toxic.Ending?.After ?? TimeSpan.Zero;

    public bool Inward => Direction != Direction.Outbound;

    public bool Outward => Direction != Direction.Inbound;

    /// <summary>How many times it meets what goes there and back.</summary>
    public int Ways => (Inward ? 1 : 0) + (Outward ? 1 : 0);
}
