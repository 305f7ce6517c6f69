using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network;

/// <summary>The common part of every fault that shapes packets, with netem or in our own queue.</summary>
internal abstract class ShapingFaultLife(FaultRequest request, NodeNetworks networks, PeerChoice choice)
    : NetworkFaultLife(request, networks, choice)
{
    private static readonly TimeSpan EffectPatience = TimeSpan.FromSeconds(2);

    private readonly NodeNetworks _networks = networks;

    protected override IReadOnlyList<string> PeersAmong(IReadOnlyList<string> members) => members;

    protected override async Task CheckAsync(IReadOnlyList<NodeRuntime> touched, CancellationToken cancellationToken)
    {
        var shaper = await _networks.Shapers.RequiredAsync();
        foreach (var node in touched.Where(n => n.Pid != 0)) await shaper.CheckAsync(node.Node, node.Pid, cancellationToken);
        await Network.CheckRoomAsync(Describe(), cancellationToken);
    }

    protected abstract Task<Proof> MeasureEffectAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Named by the backend. Measured again when it fails: another fault, or a node that starts, may be changing the rules.
    /// </summary>
    public sealed override async Task<Proof> ObserveEffectAsync(CancellationToken cancellationToken)
    {
        var shaper = await _networks.Shapers.RequiredAsync();
        for (var from = Time.GetTimestamp(); ;)
        {
            var proof = await MeasureEffectAsync(cancellationToken);
            if (proof.Seen || Time.GetElapsedTime(from) > EffectPatience)
                return proof with { Evidence = $"{shaper.Name}: {proof.Evidence}" };
        }
    }

    /// <summary>The kernel has what was asked for.</summary>
    /// <param name="anyOpen">Packets get as far as that: some must have gone through it.</param>
    protected async Task<Proof> ThereAsync(bool anyOpen, CancellationToken cancellationToken)
    {
        var nodes = await Network.ShapingAsync(Describe(), cancellationToken);
        if (nodes.Count == 0) return new(false, "no node runs whose packets could be shaped");
        return new(
            nodes.All(n => n.IsAsWanted) && (!anyOpen || nodes.Sum(n => n.Packets) > 0),
            string.Join(", ", nodes.Select(n => n.IsAsWanted ? $"{n}" : $"{n}, and should through {string.Join(" and ", n.Wanted)}")));
    }

    protected async Task<Proof> GoneAsync(CancellationToken cancellationToken)
    {
        var left = (await Network.ShapingAsync(Describe(), cancellationToken)).Where(n => !n.IsAsWanted).ToArray();
        return left.Length == 0
            ? new(true, "the kernel has nothing left of it")
            : new(false, $"{string.Join(", ", left.AsEnumerable())} still");
    }
}
