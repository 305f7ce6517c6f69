using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Network.Shaping;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Delay;

internal sealed class DelayFault(FaultRequest request, DelayParameters parameters, NodeNetworks networks)
    : NetworkFaultLife(request, networks, parameters.To)
{
    private const int Tries = 3;

    /// <summary>What a busy machine may add to the fastest of a few connections before the delay counts as still there.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(5);

    private readonly NodeNetworks _networks = networks;

    protected override IReadOnlyList<string> PeersAmong(IReadOnlyList<string> members) => members;

    protected override NetworkFault Describe() => new(Request.Id, Chosen, Others, parameters.Direction, new Shape(parameters.Delay, parameters.Jitter));

    protected override async Task CheckAsync(IReadOnlyList<NodeRuntime> touched, CancellationToken cancellationToken)
    {
        var shaper = await _networks.Shapers.RequiredAsync();
        foreach (var node in touched.Where(n => n.Pid != 0)) await shaper.CheckAsync(node.Node, node.Pid, cancellationToken);
    }

    /// <summary>Seen when every link takes longer than before by what was asked for.</summary>
    public override async Task<Proof> ObserveEffectAsync(CancellationToken cancellationToken)
    {
        var shaper = await _networks.Shapers.RequiredAsync();
        // Not every host can reach the nodes' addresses; where it could not before, its silence says nothing.
        var links = (await LinksAsync(cancellationToken)).Where(l => l.From != LinkMap.Host || TimeBefore(l) is not null).ToArray();
        if (links.Length == 0) return new(false, $"{string.Join(", ", Chosen)} had nobody to talk to");
        var proofs = await Task.WhenAll(links.Select(l => SlowerAsync(l, shaper, cancellationToken)));
        var all = Proof.All(proofs);
        return all with { Evidence = $"{shaper.Name}: {all.Evidence}" };
    }

    /// <summary>Seen when every link is as fast as before, give or take what a busy machine adds, unless something else is in the way.</summary>
    public override async Task<Proof> ObserveRecoveryAsync(CancellationToken cancellationToken)
    {
        var links = (await LinksAsync(cancellationToken)).Where(l => TimeBefore(l) is not null).ToArray();
        return links.Length == 0
            ? new(true, "no link is left that could be slow")
            : Proof.All(await Task.WhenAll(links.Select(l => FastAgainAsync(l, cancellationToken))));
    }

    private async Task<Proof> SlowerAsync(Link link, IShaper shaper, CancellationToken cancellationToken)
    {
        var now = await Probe.FastestAsync(link, Tries, Limit(link), cancellationToken);
        if (now is not null)
        {
            var more = now - (TimeBefore(link) ?? TimeSpan.Zero);
            return new(more >= Expected(link), $"{link} {Link.Describe(now)} (before: {Link.Describe(TimeBefore(link))})");
        }
        // Nothing can be measured through a cut, but the kernel still says that packets are held up behind it.
        var there = Network.IsCut(link.From, link.To) && await IsInForceAsync([link.From, link.To], shaper, cancellationToken);
        return new(there, $"{link} no answer{(there ? ": cut by another fault; the kernel has the delay" : "")}");
    }

    /// <summary>By backend, a link is slowed at its sender or at its receiver.</summary>
    private async Task<bool> IsInForceAsync(IEnumerable<string> ends, IShaper shaper, CancellationToken cancellationToken)
    {
        foreach (var end in ends.Where(e => e != LinkMap.Host))
            if (await Request.Cluster.InspectAsync(end, cancellationToken) is { Pid: not 0 } node && await shaper.IsInForceAsync(node.Pid, cancellationToken))
                return true;
        return false;
    }

    private async Task<Proof> FastAgainAsync(Link link, CancellationToken cancellationToken)
    {
        for (var from = Time.GetTimestamp(); ;)
        {
            if (Network.IsCut(link.From, link.To)) return new(true, $"{link} is cut by another fault");
            var now = await Probe.FastestAsync(link, Tries, Limit(link), cancellationToken);
            var other = Network.DelayBetween(link.From, link.To);
            var fast = now - TimeBefore(link) <= other + Noise;
            if (fast || Time.GetElapsedTime(from) > RecoveryPatience)
                return new(
                    fast, $"{link} {Link.Describe(now)} (before: {Link.Describe(TimeBefore(link))}{(other > TimeSpan.Zero ? "; another fault delays it" : "")})");
        }
    }

    /// <summary>
    /// At the least. A connection from the host meets the delay once, on the answer; one between chosen nodes meets it both ways.
    /// Half the jitter is allowed for beside all of it: the fastest of a few is on the fast side.
    /// </summary>
    private TimeSpan Expected(Link link)
    {
        var fault = Describe();
        if (link.From == LinkMap.Host) return (parameters.Delay - parameters.Jitter) * 0.95;
        var ways = (NetworkState.Delays(fault, link.From, link.To) ? 1 : 0) + (NetworkState.Delays(fault, link.To, link.From) ? 1 : 0);
        return ways * (parameters.Delay - parameters.Jitter) * 0.95;
    }

    private TimeSpan Limit(Link link) =>
        LinkProbe.Patience + 3 * (parameters.Delay + parameters.Jitter) + 2 * Network.DelayBetween(link.From, link.To);
}
