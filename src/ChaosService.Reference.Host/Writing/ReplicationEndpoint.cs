using System.Diagnostics;
using ChaosService.Reference.Core.Writes;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Protos;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Wire;
using Google.Protobuf;
using Grpc.Core;

namespace ChaosService.Reference.Host.Writing;

/// <summary>Receives batches from other nodes; this one leads their partitions, or names the leader.</summary>
internal sealed class ReplicationEndpoint(RaftDriver driver, NodeSettings settings, NodeSpans spans, ILogger<ReplicationEndpoint> log)
    : ReplicationService.ReplicationServiceBase
{
    public override async Task<ReplicateWalOpResponse> ReplicateWalOp(ReplicateWalOpRequest request, ServerCallContext context)
    {
        if (!request.HasShardId) throw Invalid("shard_id is missing: say which shard the op is for");
        if (WhyNoBatch(request.WalOpBytes, settings.Format) is { } error) throw Invalid($"wal_op_bytes are no batch: {error}");
        var group = new GroupId(request.ShardId, request.HashPartitionIndex);
        if (group.IsCatalog) throw Invalid("shard_id 0 is the catalog: a batch is for a table's shard, which are counted from 1");
        using var span = spans.Start("replicate", ActivityKind.Server, request.DatabaseName, request.TableName, group);
        var outcome = await driver.ProposeAsync(group, request.WalOpBytes.Memory, settings.RequestLimit, context.CancellationToken);
        span.End($"{outcome.Kind}", outcome.Why);
        WritingLog.Replicated(
            log, request.DatabaseName, request.TableName, group.Shard, group.Partition, request.OriginatingNodeId, settings.NodeId,
            outcome.Kind);
        var response = new ReplicateWalOpResponse { Success = outcome.Kind == OutcomeKind.Done };
        if (response.Success) return response;
        response.ErrorMessage = outcome.Why ?? "";
        response.OutcomeUnknown = outcome.Kind == OutcomeKind.Unknown;
        response.IsFinal = outcome.IsFinal;
        if (outcome.Leader is { } leader) response.LeaderNodeId = leader;
        return response;
    }

    /// <summary>An unreadable entry in the log would stop every node that holds it.</summary>
    private static string? WhyNoBatch(ByteString bytes, byte known)
    {
        try
        {
            BatchFormat.Read(bytes.Memory, known);
            return null;
        }
        catch (FormatException error)
        {
            return error.Message;
        }
    }

    private static RpcException Invalid(string text) => new(new(StatusCode.InvalidArgument, text));
}
