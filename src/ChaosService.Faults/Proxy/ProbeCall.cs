using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Proxy.Listening;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Proxy;

/// <summary>How a fault measures itself: with connections like those of a client.</summary>
/// <param name="Slack">What other faults may add to a round trip.</param>
internal sealed record ProbeCall(Link Link, Gate Gate, string FaultId, Arrivals Arrivals, TimeSpan Slack, TimeProvider Time)
{
    /// <summary>Null: it did not come to the proxy.</summary>
    public Task<ProbeConnection?> ConnectAsync(CancellationToken cancellationToken) =>
        ProbeConnection.ConnectAsync(Link, FaultId, Arrivals, Time, cancellationToken);

    public static Proof NotLed { get; } = new(false, "a connection did not come to the proxy");
}
