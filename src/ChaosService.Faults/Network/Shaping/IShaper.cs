using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Shaping;

/// <summary>A way to delay packets between nodes.</summary>
internal interface IShaper
{
    /// <summary><c>netem</c>, <c>nfqueue</c>: named in results.</summary>
    string Name { get; }

    /// <summary>How many shapes one node can have.</summary>
    int ShapesMax { get; }

    /// <summary>Throws <see cref="Model.Faults.FaultRefusedException"/> when someone else shapes in that node's network.</summary>
    Task CheckAsync(string node, int pid, CancellationToken cancellationToken);

    /// <summary>Makes the state's shapes the node's only ones; none: nothing of ours is left.</summary>
    Task ApplyAsync(int pid, NetworkState state, CancellationToken cancellationToken);

    /// <summary>What of the state this backend holds up in that very network, in the order of <see cref="ReadAsync"/>.</summary>
    IReadOnlyList<Shape> Held(NetworkState state);

    /// <summary>What the kernel holds up there for us, read back from it.</summary>
    Task<IReadOnlyList<HeldPackets>> ReadAsync(int pid, CancellationToken cancellationToken);

    /// <summary>The documents and commands of <see cref="ApplyAsync"/>, for people.</summary>
    IReadOnlyList<string> Describe(NetworkState state);
}
