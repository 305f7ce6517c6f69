using System.Diagnostics;
using ChaosService.Reference.Core.Migration.Calls;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Protos;
using ChaosService.Reference.Host.Transport;
using Grpc.Core;
using Prometheus;

namespace ChaosService.Reference.Host.Moves;

/// <summary>Calls nodes for the steps of a move. This node is called in the same way.</summary>
internal sealed class MoveCalls(RpcChannels channels, MoveMetrics metrics, NodeSpans spans, TimeProvider time)
{
    /// <summary>Slightly longer than a node's own limit for a step, so that the node itself can report what it waits for.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    /// <returns>Always an answer: if there is none, its error says why.</returns>
    public async Task<MigrationAnswer> AskAsync(MigrationCall call, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        using var timed = metrics.CallSeconds.WithLabels($"{call.Rpc}").NewTimer();
        using var span = spans.StartMoveStep(ActivityKind.Client, $"{call.Rpc}", call.Shard);
        var answer = new MigrationAnswer(call, await ErrorAsync(call, either.Token));
        span.End(answer.Error is null ? "done" : "failed", answer.Error);
        metrics.Calls.WithLabels($"{call.Rpc}", answer.Error is null ? "done" : "failed").Inc();
        return answer;
    }

    private async Task<string?> ErrorAsync(MigrationCall call, CancellationToken cancellation)
    {
        try
        {
            var response = await SendAsync(call, cancellation);
            return response.Success ? null : response.ErrorMessage;
        }
        catch (Exception error) when (error is RpcException or UnknownNodeException or OperationCanceledException)
        {
            return error is OperationCanceledException
                ? $"{channels.NameOf(call.Node)} did not answer in {Limit.TotalSeconds:0} s"
                : RpcFailures.Text(error, channels.NameOf(call.Node));
        }
    }

    private async Task<ShardResponse> SendAsync(MigrationCall call, CancellationToken cancellation)
    {
        var client = new NodeDataManagementService.NodeDataManagementServiceClient(channels.To(call.Node));
        var (address, request) = (call.Shard, new ShardRequest { MoveId = call.Move });
        request.ShardIdentifier = new() { DbName = address.Database, TableName = address.Table, ShardId = address.Shard };
        return call.Rpc switch
        {
            MigrationRpc.PrepareShardSnapshot => await client.PrepareShardSnapshotAsync(request, cancellationToken: cancellation),
            MigrationRpc.ApplyShardSnapshot => await client.ApplyShardSnapshotAsync(request, cancellationToken: cancellation),
            MigrationRpc.SignalWalStreamProcessed => await client.SignalWalStreamProcessedAsync(request, cancellationToken: cancellation),
            MigrationRpc.LockShardWrites => await client.LockShardWritesAsync(request, cancellationToken: cancellation),
            MigrationRpc.UnlockShardWrites => await client.UnlockShardWritesAsync(request, cancellationToken: cancellation),
            _ => await client.DeleteShardDataAsync(request, cancellationToken: cancellation),
        };
    }
}
