using System.Net;

namespace ChaosService.Faults.Network.Namespaces;

/// <summary>An established TCP connection of a node. IPv4 in an IPv6 socket is IPv4.</summary>
internal sealed record Connection(IPEndPoint Local, IPEndPoint Remote);
