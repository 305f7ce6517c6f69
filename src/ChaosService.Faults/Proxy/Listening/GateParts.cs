using System.Net;
using ChaosService.Proxies;

namespace ChaosService.Faults.Proxy.Listening;

/// <param name="Port">That its connections were made to.</param>
/// <param name="Next">The port of the proxy behind this one, for a client; null: the server is.</param>
internal sealed record GateParts(
    string FaultId, int Port, IProxy Proxy, Arrivals Arrivals, Func<IPAddress, int?> Next, TimeProvider Time);
