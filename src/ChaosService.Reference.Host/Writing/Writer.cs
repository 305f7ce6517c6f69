using System.Diagnostics;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Writes;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Host.Writing;

/// <summary>A client's write, from its text to its answer.</summary>
internal sealed class Writer(
    TablePreparer tables, Router router, PartitionClient partitions, CatalogClient catalog, NodeSettings settings, NodeMetrics metrics,
    NodeSpans spans, ILogger<Writer> log)
{
    /// <summary>In the words of the strategy for which this cluster is made.</summary>
    private const string NotForwarded = "the partition is another node's. True forwarding not implemented.";

    /// <summary>A discard is tried once: a partition that misses it keeps its part staged.</summary>
    private static readonly TimeSpan DiscardLimit = TimeSpan.FromSeconds(2);

    public async Task<ClientAnswer> WriteAsync(WriteRequest request, CancellationToken cancellation)
    {
        using var timed = metrics.Write();
        using var span = spans.Start("write", ActivityKind.Server, request.Database);
        var answer = await AnswerAsync(request, cancellation);
        if (answer.Status < 500 || metrics.ShowsTrouble) metrics.WriteAnswers.WithLabels($"{answer.Status}").Inc();
        if (answer.Lines.Count > 0)
            metrics.LinesWritten.WithLabels(answer.Outcome == WriteOutcome.Unknown ? "unknown" : "bad").Inc(answer.Lines.Count);
        span.End($"{answer.Outcome}", answer.Status < 500 ? null : answer.Error);
        WritingLog.Answered(log, request.Database, settings.NodeId, answer.Outcome, answer.Status, answer.Lines.Count);
        return answer;
    }

    private async Task<ClientAnswer> AnswerAsync(WriteRequest request, CancellationToken cancellation)
    {
        var parsed = LineParser.Parse(request.Lines, request.Precision, catalog.Now);
        // No table is created for a write of which nothing is stored.
        var points = request.AcceptsPartial || parsed.Errors.Count == 0 ? parsed.Points : [];
        var (state, failure) = await tables.PrepareAsync(request.Database, points, cancellation);
        if (state is null)
            return new(failure.Status, failure.Message, [], failure.Status == 504 ? WriteOutcome.Unknown : WriteOutcome.Refused);

        var lines = new SourceLines(request.Lines);
        var (batches, refused) = router.Route(state, request.Database, points, lines);
        List<LineError> bad = [.. parsed.Errors, .. refused];
        var targets = new Dictionary<BatchId, BatchTarget>();
        var parts = new List<PartitionBatch>();
        foreach (var (target, some) in batches)
        {
            var (isRemote, id) = (!partitions.Leads(target.Group), partitions.NextId());
            if (isRemote && !settings.IsForwarding)
            {
                WritingLog.NotForwarded(
                    log, target.Database, target.Table, target.Group.Shard, target.Group.Partition, settings.NodeId, some.Count);
                bad.AddRange(some.Select(p => lines.Error(p, NotForwarded)));
                continue;
            }
            targets.Add(id, target);
            parts.Add(new(id, target.Group.Shard, target.Group.Partition, partitions.LeaderOf(target), isRemote, some));
        }
        var write = new ClientWrite(request.Lines, parts, bad, request.AcceptsPartial, settings.WriteBugs);
        await CarryOutAsync(write, targets, cancellation);
        metrics.LinesWritten.WithLabels("stored").Inc(write.PointsStored);
        return write.Answer!;
    }

    private async Task CarryOutAsync(ClientWrite write, Dictionary<BatchId, BatchTarget> targets, CancellationToken cancellation)
    {
        var orders = write.Begin();
        while (orders.Count > 0)
        {
            var outcomes = await Task.WhenAll(orders.Select(o => CarryOutAsync(o, targets[o.Batch.Id], cancellation)));
            orders = [.. orders.Zip(outcomes).SelectMany(o => Told(write, o.First, o.Second))];
        }
    }

    private Task<Outcome> CarryOutAsync(BatchOrder order, BatchTarget target, CancellationToken cancellation) => order.Step switch
    {
        BatchStep.Discard => partitions.CarryOutAsync(order, target, DiscardLimit, CancellationToken.None),
        // A client that disconnects must not leave a write half committed.
        BatchStep.Commit => partitions.CarryOutAsync(order, target, settings.RequestLimit, CancellationToken.None),
        _ => partitions.CarryOutAsync(order, target, settings.RequestLimit, cancellation),
    };

    private static IReadOnlyList<BatchOrder> Told(ClientWrite write, BatchOrder order, Outcome outcome) => outcome.Kind switch
    {
        OutcomeKind.Done => write.Answered(order, null),
        OutcomeKind.Refused => write.Answered(order, outcome.Why ?? "refused"),
        _ => write.Lost(order, outcome.Why ?? "no answer"),
    };
}
