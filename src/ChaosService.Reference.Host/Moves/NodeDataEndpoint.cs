using System.Diagnostics;
using ChaosService.Reference.Core.Migration.Calls;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Pausing;
using ChaosService.Reference.Host.Protos;
using Grpc.Core;

namespace ChaosService.Reference.Host.Moves;

/// <summary>Serves the calls of a move's coordinator on this node.</summary>
internal sealed class NodeDataEndpoint(LocalShards shards, PausePoints pauses, NodeSpans spans, ILogger<NodeDataEndpoint> log)
    : NodeDataManagementService.NodeDataManagementServiceBase
{
    public override Task<ShardResponse> PrepareShardSnapshot(ShardRequest request, ServerCallContext context) =>
        AnswerAsync(MigrationRpc.PrepareShardSnapshot, request, context);

    public override Task<ShardResponse> ApplyShardSnapshot(ShardRequest request, ServerCallContext context) =>
        AnswerAsync(MigrationRpc.ApplyShardSnapshot, request, context);

    public override Task<ShardResponse> SignalWalStreamProcessed(ShardRequest request, ServerCallContext context) =>
        AnswerAsync(MigrationRpc.SignalWalStreamProcessed, request, context);

    public override Task<ShardResponse> LockShardWrites(ShardRequest request, ServerCallContext context) =>
        AnswerAsync(MigrationRpc.LockShardWrites, request, context);

    public override Task<ShardResponse> UnlockShardWrites(ShardRequest request, ServerCallContext context) =>
        AnswerAsync(MigrationRpc.UnlockShardWrites, request, context);

    public override Task<ShardResponse> DeleteShardData(ShardRequest request, ServerCallContext context) =>
        AnswerAsync(MigrationRpc.DeleteShardData, request, context);

    private async Task<ShardResponse> AnswerAsync(MigrationRpc rpc, ShardRequest request, ServerCallContext context)
    {
        if (request.ShardIdentifier is not { } id)
            throw new RpcException(new(StatusCode.InvalidArgument, "shard_identifier is missing: say which shard it is about"));
        using var span = spans.StartMoveStep(ActivityKind.Server, $"{rpc}", new(id.DbName, id.TableName, id.ShardId));
        await pauses.PassAsync(MovePoints.Serving(rpc), context.CancellationToken);
        var error = await shards.DoAsync(rpc, new(id.DbName, id.TableName, id.ShardId), request.MoveId, context.CancellationToken);
        span.End(error is null ? "done" : "failed", error);
        MovesLog.Answered(log, rpc, id.DbName, id.TableName, id.ShardId, request.MoveId, error ?? "done");
        var response = new ShardResponse { Success = error is null };
        if (error is not null) response.ErrorMessage = error;
        return response;
    }
}
