using System.Diagnostics;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Writes;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Protos;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Transport;
using ChaosService.Reference.Host.Wire;
using Google.Protobuf;
using Grpc.Core;

namespace ChaosService.Reference.Host.Writing;

/// <summary>Sends an order to the leader of its partition, on any node.</summary>
internal sealed class PartitionClient(
    RaftDriver driver, CatalogReplica replica, RpcChannels channels, NodeSettings settings, NodeMetrics metrics,
    NodeSpans spans, TimeProvider time, ILogger<PartitionClient> log)
{
    /// <summary>Of one attempt: a leader that has lost its majority is not waited for any longer.</summary>
    private static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(2);

    private readonly ulong _start = (ulong)time.GetUtcNow().UtcTicks;
    private ulong _batches;

    public BatchId NextId() => new(settings.NodeId, _start, Interlocked.Increment(ref _batches));

    public bool Leads(GroupId group) => driver.Status(group)?.Role == Role.Leader;

    /// <summary>As far as this node knows.</summary>
    public uint LeaderOf(BatchTarget target) => driver.Status(target.Group)?.Leader ?? target.Replicas[0];

    /// <summary>
    /// A batch has an id, and is stored once however often it arrives: so it may be retried even when its outcome is unknown.
    /// </summary>
    public async Task<Outcome> CarryOutAsync(BatchOrder order, BatchTarget target, TimeSpan limit, CancellationToken cancellation)
    {
        var command = Bytes(order);
        using var waiting = metrics.Wait();
        using var late = new CancellationTokenSource(limit, time);
        var (node, place, mayHaveHappened) = (LeaderOf(target), 0, false);
        while (true)
        {
            var outcome = await TryAsync(node, target, command, cancellation);
            var route = node == settings.NodeId ? "local" : "forwarded";
            metrics.BatchesWritten.WithLabels($"{target.Group}", route, $"{outcome.Kind}").Inc();
            if (outcome.Kind == OutcomeKind.Done)
            {
                metrics.PartitionLines.WithLabels($"{target.Group}").Inc(order.Batch.Points.Count);
                return outcome;
            }
            mayHaveHappened |= outcome.Kind == OutcomeKind.Unknown;
            if (outcome.IsFinal || late.IsCancellationRequested || cancellation.IsCancellationRequested)
                return mayHaveHappened ? Missed(outcome.Why ?? "") : outcome;
            // The partition may have moved meanwhile.
            var nodes = replica.NodesOf(target.Group) ?? target.Replicas;
            var next = outcome.Leader ?? nodes[place++ % nodes.Count];
            if (next == node || place > nodes.Count) await Task.Delay(settings.Tick, time, CancellationToken.None);
            node = next;
        }
    }

    /// <summary>In the format that the cluster has agreed on, which the partition's leader and followers all read.</summary>
    private byte[] Bytes(BatchOrder order)
    {
        var format = replica.State.Format;
        var points = format < settings.Format && settings.WriteBugs.HasFlag(WriteBugs.UpgradeLosesField)
            ? [.. order.Batch.Points.Select(p => p with { Fields = [.. p.Fields.Where(f => f.Value.Kind != FieldKind.Float)] })]
            : order.Batch.Points;
        return BatchFormat.Write(order.Step, order.Batch.Id, points, format);
    }

    /// <summary>No majority has confirmed the batch.</summary>
    private Outcome Missed(string why) =>
        settings.WriteBugs.HasFlag(WriteBugs.OkBelowQuorum) ? Outcome.Done() : Outcome.Unknown(why);

    private async Task<Outcome> TryAsync(uint node, BatchTarget target, ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        var (database, table, group) = (target.Database, target.Table, target.Group);
        var isHere = node == settings.NodeId;
        using var span = isHere
            ? spans.Start("replicate", ActivityKind.Internal, database, table, group)
            : spans.Start("forward", ActivityKind.Client, database, table, group);
        var outcome = await (isHere
            ? driver.ProposeAsync(group, command, TryLimit, cancellation)
            : ForwardLoggedAsync(node, target, command, cancellation));
        span.End($"{outcome.Kind}", outcome.Why);
        return outcome;
    }

    private async Task<Outcome> ForwardLoggedAsync(
        uint node, BatchTarget target, ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        var (database, table, group) = (target.Database, target.Table, target.Group);
        var isLogged = !settings.ObservingBugs.HasFlag(ObservingBugs.SilentForward);
        if (isLogged) WritingLog.Forwards(log, database, table, group.Shard, group.Partition, node);
        var started = time.GetTimestamp();
        var outcome = await ForwardAsync(node, target, command, cancellation);
        metrics.ForwardSeconds.WithLabels($"{node}").Observe(time.GetElapsedTime(started).TotalSeconds);
        if (isLogged) WritingLog.Forwarded(log, database, table, group.Shard, group.Partition, node, outcome.Kind, outcome.Why);
        return outcome;
    }

    private async Task<Outcome> ForwardAsync(uint node, BatchTarget target, ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(TryLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            var request = new ReplicateWalOpRequest
            {
                WalOpBytes = UnsafeByteOperations.UnsafeWrap(command),
                OriginatingNodeId = $"{settings.NodeId}",
                ShardId = target.Group.Shard,
                DatabaseName = target.Database,
                TableName = target.Table,
                HashPartitionIndex = target.Group.Partition,
            };
            var client = new ReplicationService.ReplicationServiceClient(channels.To(node));
            var reply = await client.ReplicateWalOpAsync(request, cancellationToken: either.Token);
            return reply.Success ? Outcome.Done()
                : reply.OutcomeUnknown ? Outcome.Unknown(reply.ErrorMessage)
                : new(OutcomeKind.Refused, null, reply.ErrorMessage, reply.HasLeaderNodeId ? reply.LeaderNodeId : null, reply.IsFinal);
        }
        catch (Exception error) when (error is RpcException or UnknownNodeException)
        {
            return RpcFailures.Outcome(error, channels.NameOf(node));
        }
    }
}
