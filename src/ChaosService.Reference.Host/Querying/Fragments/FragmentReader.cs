using System.Diagnostics;
using ChaosService.Reference.Core.Query.Results;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Protos;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Transport;
using Grpc.Core;

namespace ChaosService.Reference.Host.Querying.Fragments;

/// <summary>
/// Reads a partition, trying the nodes that hold it one after the other, until one has answered completely. Rows from before an error are
/// discarded.
/// </summary>
internal sealed class FragmentReader(
    LocalPartitions local, CatalogReplica replica, RpcChannels channels, NodeSettings settings, NodeMetrics metrics, NodeSpans spans,
    TimeProvider time)
{
    /// <summary>The longest silence of a node; then another one that holds the same is tried.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(1);

    /// <exception cref="QueryFailedException">It cannot be read at any node that holds it; the message names each.</exception>
    public async Task<Part<T>> ReadAsync<T>(FragmentAddress address, Question<T> question, QueryTally tally, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(settings.RequestLimit, time);
        var failures = new SortedDictionary<uint, string>();
        do
        {
            foreach (var node in NodesOf(address))
            {
                var started = time.GetTimestamp();
                var (part, why) = node == settings.NodeId
                    ? await local.AskAsync(address.Group, question, SilenceMax, cancellation)
                    : await RemoteAsync(node, address, question, cancellation);
                metrics.FragmentSeconds.WithLabels($"{node}").Observe(time.GetElapsedTime(started).TotalSeconds);
                if (part is not null)
                {
                    metrics.RowsScanned.WithLabels($"{node}").Inc(part.PointsScanned);
                    metrics.BytesScanned.WithLabels($"{node}").Inc(part.BytesScanned);
                    tally.Add(node, address.Group, part.PointsScanned, part.BytesScanned, part.Rows.Count);
                    return part;
                }
                metrics.FragmentErrors.WithLabels($"{node}").Inc();
                tally.AddError(node);
                failures[node] = why!;
            }
            await Task.Delay(settings.Tick, time, cancellation);
        }
        while (!late.IsCancellationRequested);
        throw new QueryFailedException(
            503, $"{address.Group} of table '{address.Table}' cannot be read: {string.Join("; ", failures.Values)}");
    }

    /// <summary>In the order of the plan; but the partition may have moved since the plan was made.</summary>
    private IReadOnlyList<uint> NodesOf(FragmentAddress address) => replica.NodesOf(address.Group) is { } now
        ? [.. address.Nodes.Where(now.Contains), .. now.Except(address.Nodes)]
        : address.Nodes;

    private async Task<(Part<T>? Part, string? Why)> RemoteAsync<T>(
        uint node, FragmentAddress address, Question<T> question, CancellationToken cancellation)
    {
        var silence = address.Nodes.Count > 1 ? SilenceMax : settings.RequestLimit;
        using var span = spans.Start("remote scan", ActivityKind.Client, address.Database, address.Table, address.Group);
        using var late = new CancellationTokenSource(silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        var gather = new Gather<T>([channels.NameOf(node)], bugs: settings.QueryBugs);
        var summary = new FragmentSummary();
        try
        {
            var client = new DistributedQueryService.DistributedQueryServiceClient(channels.To(node));
            var headers = new Metadata { { RpcRecorder.OriginHeader, $"{settings.NodeId}" } };
            using var call = client.ExecuteQueryFragment(Request(address, question), headers, cancellationToken: either.Token);
            await foreach (var some in call.ResponseStream.ReadAllAsync(either.Token))
            {
                late.CancelAfter(silence);
                summary = some.Summary ?? summary;
                gather.Receive(0, question.Read(some.RecordBatchBytes.Memory));
                if (gather.Error is { } tooMuch) throw new QueryFailedException(400, tooMuch);
            }
            gather.End(0);
        }
        catch (Exception error)
            when (error is RpcException or UnknownNodeException or OperationCanceledException or FormatException)
        {
            cancellation.ThrowIfCancellationRequested();
            if (RpcFailures.IsUnsent(error)) gather.CannotConnect(0, RpcFailures.Detail(error));
            else gather.Fail(0, late.IsCancellationRequested ? $"no word for {silence.TotalSeconds:0.#} s" : RpcFailures.Detail(error));
        }
        span.End(gather.Result is null ? "failed" : "ok", gather.Error);
        return gather.Result is { } rows ? (summary.With(rows[0]), null) : (null, gather.Error);
    }

    private static ExecuteQueryFragmentRequest Request<T>(FragmentAddress address, Question<T> question) => new()
    {
        DbName = address.Database,
        FragmentType = question.Type,
        QueryFragment = question.ToBytes(),
        TableName = address.Table,
        ShardId = address.Group.Shard,
        HashPartitionIndex = address.Group.Partition,
    };
}
