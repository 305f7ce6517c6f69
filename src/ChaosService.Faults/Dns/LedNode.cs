using ChaosService.Faults.Dns.Relay;
using ChaosService.Model.Clusters;

namespace ChaosService.Faults.Dns;

/// <summary>A node whose queries are led to a relay, as long as this renews the lease of the rules.</summary>
internal sealed class LedNode : IAsyncDisposable
{
    /// <summary>A busy machine may miss it four times before the rules stop to act.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewing;

    /// <param name="renew">False: there is nothing to renew any more.</param>
    public LedNode(DnsRelay relay, Func<NodeRuntime, CancellationToken, Task<bool>> renew, TimeProvider time)
    {
        Relay = relay;
        _renewing = RenewAsync(renew, time);
    }

    public DnsRelay Relay { get; }

    public bool IsOf(NodeRuntime now) => Relay.Node.IsSameStart(now);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewing;
        await Relay.DisposeAsync();
        _stop.Dispose();
    }

    private async Task RenewAsync(Func<NodeRuntime, CancellationToken, Task<bool>> renew, TimeProvider time)
    {
        using var timer = new PeriodicTimer(Pace, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token) && await renew(Relay.Node, _stop.Token))
            {
            }
        }
        catch (OperationCanceledException)
        {
            // The names are to fail no more.
        }
    }
}
