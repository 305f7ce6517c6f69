using System.Net;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Proxy.Redirect;

/// <summary>New connections to a port of a node are led to another port of it, where a proxy listens.</summary>
/// <param name="Sources">Whose; null: everyone's. Those that a node has with itself are never led.</param>
internal sealed record PortRedirect(string FaultId, int Port, string ToPort, IReadOnlyList<Address>? Sources)
{
    public bool Takes(int port, IPAddress client) => port == Port && (Sources is null || Sources.Contains(Address.Of(client)));
}
