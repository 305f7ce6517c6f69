using System.Text;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Protos;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Transport;
using Google.Protobuf;
using Grpc.Core;

namespace ChaosService.Reference.Host.Writing;

/// <summary>Has a batch stored by the node that leads its partition, wherever that is.</summary>
internal sealed class PartitionClient(
    RaftDriver driver, CatalogReplica replica, RpcChannels channels, NodeSettings settings, NodeMetrics metrics, TimeProvider time,
    ILogger<PartitionClient> log)
{
    /// <summary>Of one try: a leader that has lost its majority is not waited for longer.</summary>
    private static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(2);

    private readonly long _start = time.GetUtcNow().UtcTicks;
    private long _batches;

    public bool Leads(PartitionBatch batch) => driver.Status(batch.Group)?.Role == Role.Leader;

    /// <summary>
    /// A batch has an id, and is stored once however often it comes: so it may be tried again also when it is not known what came of it.
    /// </summary>
    public async Task<Outcome> WriteAsync(PartitionBatch batch, CancellationToken cancellation)
    {
        var command = Command(batch);
        using var late = new CancellationTokenSource(settings.RequestLimit, time);
        var (node, place, mayHaveHappened) = (driver.Status(batch.Group)?.Leader ?? batch.Replicas[0], 0, false);
        while (true)
        {
            var outcome = await TryAsync(node, batch, command, cancellation);
            metrics.BatchesWritten.WithLabels($"{batch.Group}", node == settings.NodeId ? "local" : "forwarded", $"{outcome.Kind}").Inc();
            if (outcome.Kind == OutcomeKind.Done) return outcome;
            mayHaveHappened |= outcome.Kind == OutcomeKind.Unknown;
            if (late.IsCancellationRequested || cancellation.IsCancellationRequested)
                return mayHaveHappened ? Outcome.Unknown(outcome.Why ?? "") : outcome;
            // The partition may have moved meanwhile.
            var nodes = replica.NodesOf(batch.Group) ?? batch.Replicas;
            var next = outcome.Leader ?? nodes[place++ % nodes.Count];
            if (next == node || place > nodes.Count) await Task.Delay(settings.Tick, time, CancellationToken.None);
            node = next;
        }
    }

    private Task<Outcome> TryAsync(uint node, PartitionBatch batch, ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        if (node == settings.NodeId) return driver.ProposeAsync(batch.Group, command, TryLimit, cancellation);
        WritingLog.Forwards(log, batch.Database, batch.Table, batch.Group.Shard, batch.Group.Partition, node);
        return ForwardAsync(node, batch, command, cancellation);
    }

    private async Task<Outcome> ForwardAsync(
        uint node, PartitionBatch batch, ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(TryLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            var request = new ReplicateWalOpRequest
            {
                WalOpBytes = UnsafeByteOperations.UnsafeWrap(command),
                OriginatingNodeId = $"{settings.NodeId}",
                ShardId = batch.Group.Shard,
                DatabaseName = batch.Database,
                TableName = batch.Table,
                HashPartitionIndex = batch.Group.Partition,
            };
            var client = new ReplicationService.ReplicationServiceClient(channels.To(node));
            var reply = await client.ReplicateWalOpAsync(request, cancellationToken: either.Token);
            return reply.Success ? Outcome.Done()
                : reply.OutcomeUnknown ? Outcome.Unknown(reply.ErrorMessage)
                : Outcome.Refused(reply.ErrorMessage, reply.HasLeaderNodeId ? reply.LeaderNodeId : null);
        }
        catch (Exception error) when (error is RpcException or UnknownNodeException)
        {
            return RpcFailures.Outcome(error, channels.NameOf(node));
        }
    }

    private byte[] Command(PartitionBatch batch)
    {
        var lines = new StringBuilder();
        foreach (var point in batch.Points) LineWriter.Write(lines, point);
        var id = $"{settings.NodeId}-{_start}-{Interlocked.Increment(ref _batches)}";
        return new WriteBatch { BatchId = id, Lines = lines.ToString() }.ToByteArray();
    }
}
