using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Shaping;

/// <summary>What a node's network should hold up, and what the kernel says that it does.</summary>
internal sealed record NodeShaping(string Node, IReadOnlyList<Shape> Wanted, IReadOnlyList<HeldPackets> There)
{
    public bool IsAsWanted => Wanted.SequenceEqual(There.Select(h => h.Shape));

    public long Packets => There.Sum(h => h.Packets);

    /// <summary><c>n2 holds 22 packets up by 50ms ± 10ms</c></summary>
    public override string ToString() =>
        There.Count == 0
            ? $"nothing holds packets up on {Node}"
            : $"{Node} held {Packets} packets up by {string.Join(", ", There.Select(h => h.Shape?.ToString() ?? "another process"))}";
}
