using ChaosService.Reference.Host.Consensus;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>The one order of the commands that change the catalog. Every node applies them in it, to a copy of its own.</summary>
internal interface ICatalogLog
{
    /// <summary>
    /// Whether this node drives moves, and says who is down. For a moment two nodes may think so; what one asks for after the other has
    /// begun is refused, or does no harm.
    /// </summary>
    bool IsCoordinator { get; }

    /// <param name="asCoordinator">Whether the command is of no use from a node that does not coordinate any more.</param>
    /// <returns>Done with the catalog's answer; refused when nothing happened and nothing will.</returns>
    Task<Outcome> ProposeAsync(ReadOnlyMemory<byte> command, bool asCoordinator, CancellationToken cancellation);

    /// <summary>When it is done, this node's copy holds everything that was acknowledged before this was asked.</summary>
    Task<Outcome> CatchUpAsync(CancellationToken cancellation);
}
