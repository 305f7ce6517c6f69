using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Shaping;

/// <summary>What a node's network should do to packets, and what the kernel reports.</summary>
internal sealed record NodeShaping(string Node, IReadOnlyList<Shape> Wanted, IReadOnlyList<HeldPackets> There)
{
    public bool IsAsWanted => Wanted.SequenceEqual(There.Select(h => h.Shape));

    public long Packets => There.Sum(h => h.Packets);

    /// <summary><c>n2 took 22 packets through 50ms ± 10ms, 20 % lost</c></summary>
    public override string ToString() =>
        There.Count == 0
            ? $"nothing shapes packets on {Node}"
            : $"{Node} took {Packets} packets through {string.Join(" and ", There.Select(h => h.Shape?.ToString() ?? "another process"))}";
}
