using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Protos;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Transport;
using ChaosService.Reference.Host.Wire;
using Google.Protobuf;
using Grpc.Core;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>The catalog's log is that of a Raft group of the nodes, whose leader is the coordinator.</summary>
internal sealed class RaftCatalogLog(RaftDriver driver, RpcChannels channels, NodeSettings settings, TimeProvider time) : ICatalogLog
{
    /// <summary>Limit of one attempt: a leader that is gone never answers.</summary>
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(1);

    public bool IsCoordinator => driver.Status(GroupId.Catalog)?.Role == Role.Leader;

    /// <summary>Any leader accepts it: an old coordinator's command does no harm, because it names its move.</summary>
    public Task<Outcome> ProposeAsync(ReadOnlyMemory<byte> command, bool asCoordinator, CancellationToken cancellation)
    {
        var leader = driver.Status(GroupId.Catalog)?.Leader;
        return leader is null || leader == settings.NodeId
            ? driver.ProposeAsync(GroupId.Catalog, command, settings.RequestLimit, cancellation)
            : ForwardAsync(leader.Value, command, cancellation);
    }

    public Task<Outcome> CatchUpAsync(CancellationToken cancellation) => driver.ReadAsync(GroupId.Catalog, ReadLimit, cancellation);

    private async Task<Outcome> ForwardAsync(uint leader, ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(settings.RequestLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            var proposal = new CatalogProposal { Command = UnsafeByteOperations.UnsafeWrap(command) };
            var client = new Protos.Raft.RaftClient(channels.To(leader));
            return CatalogOutcome.Of(await client.ProposeToCatalogAsync(proposal, cancellationToken: either.Token));
        }
        catch (Exception error) when (error is RpcException or UnknownNodeException)
        {
            return RpcFailures.Outcome(error, channels.NameOf(leader));
        }
    }
}
