using System.Collections.Concurrent;
using System.Net;

namespace ChaosService.Faults.Proxy.Listening;

/// <param name="Client">Who connected first of all, before any proxy.</param>
/// <param name="ProbeOf">The fault that measures itself by this connection; null: an ordinary one.</param>
/// <param name="Target">Where it was going, when the proxy before knows; null: the kernel does.</param>
internal sealed record Arrival(IPAddress Client, string? ProbeOf, IPAddress? Target = null);

/// <summary>
/// Connections of our own that are about to arrive at a proxy, by the end that they come from: probes, and what one proxy passes on to the
/// next.
/// </summary>
internal sealed class Arrivals
{
    private readonly ConcurrentDictionary<IPEndPoint, Arrival> _expected = new();

    public void Expect(IPEndPoint from, Arrival arrival) => _expected[from] = arrival;

    /// <summary>It came; what was not expected comes from who it says.</summary>
    public Arrival Take(IPEndPoint from) => _expected.TryRemove(from, out var arrival) ? arrival : new(from.Address, ProbeOf: null);

    /// <summary>It has not come to any proxy yet.</summary>
    public bool IsExpected(IPEndPoint from) => _expected.ContainsKey(from);

    /// <summary>It is over, whether it came or not.</summary>
    public void Forget(IPEndPoint from) => _expected.TryRemove(from, out _);
}
