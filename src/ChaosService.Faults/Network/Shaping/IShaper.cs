using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Shaping;

/// <summary>A way to hold packets up on their way between nodes.</summary>
internal interface IShaper
{
    /// <summary><c>netem</c>, <c>nfqueue</c>: named in results.</summary>
    string Name { get; }

    /// <summary>Throws <see cref="Model.Faults.FaultRefusedException"/> when somebody else shapes in that node's network.</summary>
    Task CheckAsync(string node, int pid, CancellationToken cancellationToken);

    /// <summary>Makes the state's shapes the node's only ones; none: nothing of ours is left.</summary>
    Task ApplyAsync(int pid, NetworkState state, CancellationToken cancellationToken);

    /// <summary>Whether the kernel has something of ours.</summary>
    Task<bool> IsInForceAsync(int pid, CancellationToken cancellationToken);

    /// <summary>The documents and commands of <see cref="ApplyAsync"/>, for people.</summary>
    IReadOnlyList<string> Describe(NetworkState state);
}
