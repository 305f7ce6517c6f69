using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Protos;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Transport;
using ChaosService.Reference.Host.Wire;
using Grpc.Core;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>Receives Raft messages from other nodes.</summary>
internal sealed class RaftEndpoint(RaftDriver driver, RpcChannels channels, Liveness liveness, NodeSettings settings) : Protos.Raft.RaftBase
{
    private static readonly Task<Delivered> Taken = Task.FromResult(new Delivered());

    public override Task<Delivered> Deliver(Delivery request, ServerCallContext context)
    {
        foreach (var wire in request.Messages)
            if (wire.ToCore() is { } message) driver.Post(wire.Group.ToCore(), message);
        var from = request.Messages.Count > 0 ? request.Messages[0].From : request.From;
        if (from == 0) return Taken;
        channels.Learn(from, request.FromAddress);
        liveness.Hear(from);
        return Taken;
    }

    public override async Task<CatalogAnswer> ProposeToCatalog(CatalogProposal request, ServerCallContext context)
    {
        var outcome = await driver.ProposeAsync(
            GroupId.Catalog, request.Command.Memory, settings.RequestLimit, context.CancellationToken);
        return CatalogOutcome.ToWire(outcome);
    }
}
