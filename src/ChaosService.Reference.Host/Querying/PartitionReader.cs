using System.Text;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Partitions;
using ChaosService.Reference.Host.Protos;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Transport;
using ChaosService.Reference.Host.Wire;
using Google.Protobuf;
using Grpc.Core;

namespace ChaosService.Reference.Host.Querying;

/// <summary>
/// Reads a partition's points, no older than when they were asked for, from a node that holds them: this one if it does, or another. A
/// part that came before an error is thrown away.
/// </summary>
internal sealed class PartitionReader(
    RaftDriver driver, CatalogReplica replica, RpcChannels channels, NodeSettings settings, NodeMetrics metrics, TimeProvider time)
{
    private static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(1);

    /// <exception cref="QueryFailedException">No node that holds it can be read; the message names each.</exception>
    public async Task<IReadOnlyList<Point>> ReadAsync(
        string database, string table, GroupId group, IReadOnlyList<uint> replicas, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(settings.RequestLimit, time);
        var failures = new SortedDictionary<uint, string>();
        do
        {
            // The partition may have moved meanwhile.
            foreach (var node in (replica.NodesOf(group) ?? replicas).OrderByDescending(n => n == settings.NodeId))
            {
                var started = time.GetTimestamp();
                var (points, why) = node == settings.NodeId
                    ? await LocalAsync(group, TryLimit, cancellation)
                    : await RemoteAsync(node, database, table, group, cancellation);
                metrics.FragmentSeconds.WithLabels($"{node}").Observe(time.GetElapsedTime(started).TotalSeconds);
                if (points is not null)
                {
                    metrics.RowsScanned.WithLabels($"{node}").Inc(points.Count);
                    return points;
                }
                failures[node] = why!;
            }
            await Task.Delay(settings.Tick, time, cancellation);
        }
        while (!late.IsCancellationRequested);
        throw new QueryFailedException(503, $"{group} of table '{table}' cannot be read: {string.Join("; ", failures.Values)}");
    }

    /// <returns>The points that this node holds, or why they cannot be had.</returns>
    public async Task<(IReadOnlyList<Point>? Points, string? Why)> LocalAsync(GroupId group, TimeSpan limit, CancellationToken cancellation)
    {
        var outcome = await driver.ReadAsync(group, limit, cancellation);
        return outcome.Kind == OutcomeKind.Done && driver.Machine(group) is PartitionStore store
            ? (store.Scan(), null)
            : (null, $"node {settings.NodeId}: {outcome.Why}");
    }

    private async Task<(IReadOnlyList<Point>? Points, string? Why)> RemoteAsync(
        uint node, string database, string table, GroupId group, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(settings.RequestLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        var scan = new PartitionScan { TableName = table, ShardId = group.Shard, HashPartitionIndex = group.Partition };
        try
        {
            var client = new DistributedQueryService.DistributedQueryServiceClient(channels.To(node));
            using var call = client.ExecuteQueryFragment(
                new() { DbName = database, FragmentType = QueryEndpoint.PartitionScanType, QueryFragment = scan.ToByteString() },
                cancellationToken: either.Token);
            List<Point> points = [];
            await foreach (var part in call.ResponseStream.ReadAllAsync(either.Token))
                points.AddRange(LineParser.Parse(part.RecordBatchBytes.ToString(Encoding.UTF8), Precision.Nanosecond, 0).Points);
            return (points, null);
        }
        catch (Exception error) when (error is RpcException or UnknownNodeException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return (null, Text(error, node));
        }
    }

    private string Text(Exception error, uint node) => error switch
    {
        _ when RpcFailures.IsUnsent(error) =>
            $"Failed to connect to remote query service at {channels.NameOf(node)}: {RpcFailures.Text(error, channels.NameOf(node))}",
        OperationCanceledException => $"Stream error from remote node {channels.NameOf(node)}: no answer in time",
        _ => $"Remote query fragment execution failed on {RpcFailures.Text(error, channels.NameOf(node))}",
    };
}
