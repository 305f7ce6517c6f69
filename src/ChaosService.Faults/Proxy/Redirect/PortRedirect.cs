using System.Net;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Proxy.Redirect;

/// <summary>New connections to a port are redirected to another port of the node, where a proxy listens.</summary>
/// <param name="Others">With whom; null: with everyone. Those that a node has with itself are never led.</param>
/// <param name="Outgoing">Connections that the node makes; else those that are made to it.</param>
internal sealed record PortRedirect(string FaultId, int Port, string ToPort, IReadOnlyList<Address>? Others, bool Outgoing = false)
{
    /// <summary>Those with whom connections are not led although everyone's are.</summary>
    public IReadOnlyList<Address> Spared { get; init; } = [];

    /// <param name="other">The other end of a connection.</param>
    public bool Takes(int port, IPAddress other, bool outgoing) =>
        port == Port && outgoing == Outgoing && (Others?.Contains(Address.Of(other)) ?? !Spared.Contains(Address.Of(other)));
}
