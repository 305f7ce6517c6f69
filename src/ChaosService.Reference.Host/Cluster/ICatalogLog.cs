using ChaosService.Reference.Host.Consensus;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>The total order of the catalog's commands. Every node applies them in this order, to its own copy.</summary>
internal interface ICatalogLog
{
    /// <summary>
    /// Whether this node drives moves, and decides which nodes are down. For a moment two nodes may think so; a request of the old one
    /// after the new one has begun is refused, or does no harm.
    /// </summary>
    bool IsCoordinator { get; }

    /// <param name="asCoordinator">Whether the command is useless from a node that no longer coordinates.</param>
    /// <returns>Done with the catalog's answer; refused when nothing happened and nothing will.</returns>
    Task<Outcome> ProposeAsync(ReadOnlyMemory<byte> command, bool asCoordinator, CancellationToken cancellation);

    /// <summary>When it completes, this node's copy holds everything that was acknowledged before the call.</summary>
    Task<Outcome> CatchUpAsync(CancellationToken cancellation);
}
