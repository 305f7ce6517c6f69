using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Host.Writing;

/// <summary>A client's write, from its text to its answer.</summary>
internal sealed class Writer(
    TablePreparer tables, Router router, PartitionClient partitions, CatalogClient catalog, NodeSettings settings, NodeMetrics metrics,
    ILogger<Writer> log)
{
    private const string Partial = "partial write of line protocol occurred";

    public async Task<WriteReply> WriteAsync(WriteRequest request, CancellationToken cancellation)
    {
        using var timed = metrics.Write();
        metrics.BytesWritten.Inc(request.Lines.Length);
        var lines = request.Lines.Split('\n');
        var parsed = LineParser.Parse(request.Lines, request.Precision, catalog.Now);
        var (state, failure) = await tables.PrepareAsync(request.Database, parsed.Points, cancellation);
        if (state is null) return new(failure.Status, failure.Message, []);

        var (_, refused) = router.Route(state, request.Database, parsed.Points, lines);
        var answer = WriteAnswer.To(parsed, request.AcceptsPartial, refused);
        var (batches, _) = router.Route(state, request.Database, answer.Stored, lines);
        if (!settings.IsForwarding)
        {
            var remote = NotForwarded(batches, lines);
            answer = WriteAnswer.To(parsed, request.AcceptsPartial, [.. refused, .. remote]);
            batches = answer.Stored.Count == 0 ? [] : [.. batches.Where(partitions.Leads)];
        }
        var outcomes = await Task.WhenAll(batches.Select(b => partitions.WriteAsync(b, cancellation)));
        var reply = Reply(answer, [.. batches.Zip(outcomes)], lines, request.AcceptsPartial);
        metrics.LinesWritten.WithLabels("bad").Inc(reply.Lines.Count);
        var stored = batches.Zip(outcomes).Where(b => b.Second.Kind == OutcomeKind.Done).Sum(b => b.First.Points.Count);
        metrics.LinesWritten.WithLabels("stored").Inc(stored);
        return reply;
    }

    private List<LineError> NotForwarded(IReadOnlyList<PartitionBatch> batches, string[] lines)
    {
        var errors = new List<LineError>();
        foreach (var batch in batches.Where(b => !partitions.Leads(b)))
        {
            WritingLog.NotForwarded(log, batch.Database, batch.Table, batch.Group.Shard, batch.Group.Partition, batch.Points.Count);
            errors.AddRange(batch.Points.Select(p => Of(p, lines, "the partition is another node's. True forwarding not implemented.")));
        }
        return errors;
    }

    private static WriteReply Reply(
        WriteAnswer answer, IReadOnlyList<(PartitionBatch Batch, Outcome Outcome)> batches, string[] lines, bool acceptsPartial)
    {
        var failed = batches.Where(b => b.Outcome.Kind != OutcomeKind.Done).ToList();
        if (failed.Count == 0) return new(answer.Status, answer.Error, answer.Lines);
        LineError[] errors =
        [
            .. answer.Lines
                .Concat(failed.SelectMany(b => b.Batch.Points, (b, p) => Of(p, lines, Text(b.Outcome)))).OrderBy(e => e.LineNumber),
        ];
        if (failed.Find(b => b.Outcome.Kind == OutcomeKind.Unknown) is { Batch: not null } unknown)
            return new(504, $"it is not known whether all is stored: {unknown.Outcome.Why}", errors);
        if (failed.Count == batches.Count) return new(503, $"nothing is stored: {failed[0].Outcome.Why}", errors);
        return acceptsPartial
            ? new(400, Partial, errors)
            : new(500, $"only a part is stored, because a partition failed meanwhile: {failed[0].Outcome.Why}", errors);
    }

    private static string Text(Outcome outcome) =>
        outcome.Kind == OutcomeKind.Unknown ? $"not known whether it is stored: {outcome.Why}" : $"not stored: {outcome.Why}";

    private static LineError Of(Point point, string[] lines, string error) => new(lines[point.Line - 1], point.Line, error);
}
