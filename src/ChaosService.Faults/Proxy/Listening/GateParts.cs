using System.Net;
using ChaosService.Proxies;

namespace ChaosService.Faults.Proxy.Listening;

/// <param name="Port">That its connections were made to.</param>
/// <param name="Outgoing">By the node; else to it.</param>
/// <param name="Next">The port of the proxy behind this one, by the other end of a connection; null: the server is.</param>
internal sealed record GateParts(
    string FaultId, int Port, bool Outgoing, IProxy Proxy, Arrivals Arrivals, Func<IPAddress, int?> Next, TimeProvider Time);
