using ChaosService.Model.Randomness;

namespace ChaosService.Faults.Network.State;

/// <summary>Where in a node's network a packet is dropped.</summary>
internal enum Hook
{
    Input,
    Output,
}

/// <param name="Remotes">Null: everyone but the node itself and <see cref="Spared"/>.</param>
internal sealed record DropRule(string FaultId, Hook Hook, IReadOnlyList<Address>? Remotes, CutMode Mode = CutMode.Drop)
{
    public IReadOnlyList<Address> Spared { get; init; } = [];
}

/// <param name="Remotes">Null: everyone who has no entry of their own.</param>
internal sealed record ShapedPeers(IReadOnlyList<Address>? Remotes, Shape Shape);

/// <summary>
/// What one node's network should be: a pure function of the faults that are active. It is always applied as a whole, so that faults that
/// overlap on a node compose, and removing one leaves the rest.
/// </summary>
/// <param name="Shapes">What the node sends, by receiver: for a backend that shapes at the egress.</param>
/// <param name="Arrivals">What reaches the node from other members, by sender: the same shapes for a backend that shapes at the other
/// end.</param>
/// <param name="Members">The other members' addresses, where they must be told from everyone's; else empty.</param>
/// <param name="Seed">Of the jitter on this node, for a backend that draws it itself.</param>
internal sealed record NetworkState(
    IReadOnlyList<DropRule> Drops, IReadOnlyList<ShapedPeers> Shapes, IReadOnlyList<ShapedPeers> Arrivals, IReadOnlyList<Address> Members,
    long Seed = 0)
{
    public static NetworkState Empty { get; } = new([], [], [], []);

    public bool IsEmpty => this is { Drops: [], Shapes: [], Arrivals: [] };

    public bool IsUnshaped => this is { Shapes: [], Arrivals: [] };

    public bool ShapesLike(NetworkState other) =>
        Same(Shapes, other.Shapes) && Same(Arrivals, other.Arrivals) && Members.SequenceEqual(other.Members);

    /// <param name="members">Every node of the cluster: the other ends that can be reached from here when a fault says everyone.</param>
    /// <param name="addresses">By node; a node without an address has no rule of its own until it has one.</param>
    public static NetworkState From(
        string node, IEnumerable<NetworkFault> faults, IReadOnlyList<string> members,
        IReadOnlyDictionary<string, IReadOnlyList<Address>> addresses)
    {
        var active = faults.OrderBy(f => f.Id.Length).ThenBy(f => f.Id, StringComparer.Ordinal).ToArray();
        var shaping = active.Where(f => f.Shape is not null).ToArray();
        var shapes = ShapesOn(node, shaping, members, addresses);
        var arrivals = Classes(node, members, peer => Sum(shaping.Where(f => f.Reaches(peer, node))), addresses);
        return new(
            [.. active.Where(f => f.Shape is null).SelectMany(f => DropsOn(node, f, addresses))],
            shapes,
            arrivals,
            shapes.Any(s => s.Remotes is null) ? AddressesOf(members, node, addresses)! : [],
            shapes.Count + arrivals.Count > 0 ? SeedOf(node, shaping) : 0);
    }

    /// <summary>The same whichever of the faults came first.</summary>
    private static long SeedOf(string node, NetworkFault[] shaping) =>
        shaping.Aggregate(0L, (seed, f) => seed ^ (long)SeededRandom.Derive(f.Seed, $"{f.Id}/{node}").NextUInt64());

    /// <summary>Both ends drop both ways, so that a restart of one end, which empties its rules, leaves the other's.</summary>
    private static IEnumerable<DropRule> DropsOn(
        string node, NetworkFault fault, IReadOnlyDictionary<string, IReadOnlyList<Address>> addresses)
    {
        if (fault.Grudge is { } grudge)
        {
            if (AddressesOf(grudge.Of(node), node, addresses) is not { Count: > 0 } enemies) yield break;
            foreach (var hook in (Hook[])[Hook.Input, Hook.Output]) yield return new(fault.Id, hook, enemies, fault.Mode);
            yield break;
        }
        // A chosen node of an "everyone" fault needs no second rule as another's other end: everyone is cut already.
        var chosen = fault.Chose(node);
        if (!chosen && !fault.IsOtherEnd(node)) yield break;
        var remotes = chosen ? AddressesOf(fault.Others, node, addresses) : AddressesOf(fault.Nodes, node, addresses);
        if (remotes is { Count: 0 }) yield break;

        // What is inbound to the chosen node is outbound at its other end.
        var (input, output) = chosen ? (Direction.Inbound, Direction.Outbound) : (Direction.Outbound, Direction.Inbound);
        IReadOnlyList<Address> spared = remotes is null ? AddressesOf(fault.Spared, node, addresses)! : [];
        if (fault.Direction.HasFlag(input)) yield return new(fault.Id, Hook.Input, remotes, fault.Mode) { Spared = spared };
        if (fault.Direction.HasFlag(output)) yield return new(fault.Id, Hook.Output, remotes, fault.Mode) { Spared = spared };
    }

    private static List<ShapedPeers> ShapesOn(
        string node, NetworkFault[] faults, IReadOnlyList<string> members, IReadOnlyDictionary<string, IReadOnlyList<Address>> addresses)
    {
        var toEveryone = Sum(faults.Where(f => f.Chose(node) && f.Others is null && f.Direction.HasFlag(Direction.Outbound)));
        var classes = Classes(node, members,
            peer => Sum(faults.Where(f => f.Reaches(node, peer))) is var shape && shape != toEveryone ? shape : null, addresses);
        if (toEveryone is not null) classes.Add(new(null, toEveryone));
        return classes;
    }

    /// <summary>One class for all peers of the same shape; each its own where a packet's fate depends on those before it.</summary>
    private static List<ShapedPeers> Classes(
        string node, IReadOnlyList<string> members, Func<string, Shape?> shapeOf,
        IReadOnlyDictionary<string, IReadOnlyList<Address>> addresses) =>
        members.Where(peer => peer != node)
            .Select(peer => (Peer: peer, Shape: shapeOf(peer)))
            .Where(p => p.Shape is not null)
            .GroupBy(p => (p.Shape, p.Shape!.HasMemory ? p.Peer : null), p => p.Peer)
            .Select(g => new ShapedPeers(AddressesOf([.. g], node, addresses), g.Key.Shape!))
            .Where(c => c.Remotes is { Count: > 0 })
            .ToList();

    private static bool Same(IReadOnlyList<ShapedPeers> a, IReadOnlyList<ShapedPeers> b) =>
        a.Count == b.Count && a.Zip(b).All(p => p.First.Shape == p.Second.Shape
            && (p.First.Remotes is null) == (p.Second.Remotes is null) && (p.First.Remotes ?? []).SequenceEqual(p.Second.Remotes ?? []));

    /// <summary>What all faults together do to what the sender sends to the receiver; null: nothing.</summary>
    public static Shape? Between(IEnumerable<NetworkFault> faults, string sender, string receiver) =>
        Sum(faults.Where(f => f.Shape is not null && f.Reaches(sender, receiver)));

    /// <summary>
    /// Why the two faults cannot be active together: they meet on a link, and their shapes do not compose. Null: they can.
    /// </summary>
    /// <param name="ends">All possible senders and receivers.</param>
    public static string? Conflict(NetworkFault a, NetworkFault b, IReadOnlyList<string> ends) =>
        a.Shape is null || b.Shape is null || Shape.Conflict(a.Shape, b.Shape) is not { } reason
            ? null
            : ends.SelectMany(sender => ends.Where(e => e != sender).Select(receiver => (Sender: sender, Receiver: receiver)))
                .Where(l => a.Reaches(l.Sender, l.Receiver) && b.Reaches(l.Sender, l.Receiver))
                .Select(l => $"{b.Id} does not go with {a.Id} from {l.Sender} to {l.Receiver}: {reason}")
                .FirstOrDefault();

    private static Shape? Sum(IEnumerable<NetworkFault> faults) =>
        faults.Select(f => f.Shape).Aggregate((Shape?)null, (sum, shape) => sum is null ? shape : sum + shape!);

    private static List<Address>? AddressesOf(
        IReadOnlyList<string>? nodes, string self, IReadOnlyDictionary<string, IReadOnlyList<Address>> addresses) =>
        nodes?.Where(n => n != self).SelectMany(n => addresses.GetValueOrDefault(n) ?? []).ToList();
}
