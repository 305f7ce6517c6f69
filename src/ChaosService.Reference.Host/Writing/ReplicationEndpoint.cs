using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Protos;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Wire;
using Grpc.Core;

namespace ChaosService.Reference.Host.Writing;

/// <summary>Batches that other nodes hand to this one, which leads their partitions or says who does.</summary>
internal sealed class ReplicationEndpoint(RaftDriver driver, NodeSettings settings, ILogger<ReplicationEndpoint> log)
    : ReplicationService.ReplicationServiceBase
{
    public override async Task<ReplicateWalOpResponse> ReplicateWalOp(ReplicateWalOpRequest request, ServerCallContext context)
    {
        if (!request.HasShardId)
            throw new RpcException(new(StatusCode.InvalidArgument, "shard_id is missing: say which shard the op is for"));
        var group = new GroupId(request.ShardId, request.HashPartitionIndex);
        var outcome = await driver.ProposeAsync(group, request.WalOpBytes.Memory, settings.RequestLimit, context.CancellationToken);
        WritingLog.Replicated(
            log, request.DatabaseName, request.TableName, group.Shard, group.Partition, request.OriginatingNodeId, outcome.Kind);
        var response = new ReplicateWalOpResponse { Success = outcome.Kind == OutcomeKind.Done };
        if (response.Success) return response;
        response.ErrorMessage = outcome.Why ?? "";
        response.OutcomeUnknown = outcome.Kind == OutcomeKind.Unknown;
        if (outcome.Leader is { } leader) response.LeaderNodeId = leader;
        return response;
    }
}
