using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Core.Writes;

/// <summary>What the client of a write is answered.</summary>
/// <param name="Status">Of HTTP: 204, 400 for what is wrong with the write, 503 for what is wrong with the cluster.</param>
/// <param name="Error">Null when all is stored.</param>
/// <param name="Lines">Those that are not stored, or of which that is not known.</param>
/// <param name="Outcome"><see cref="WriteOutcome.Stored"/> with lines means: all but those.</param>
internal sealed record ClientAnswer(int Status, string? Error, IReadOnlyList<LineError> Lines, WriteOutcome Outcome)
{
    public static ClientAnswer Of(ClientWrite write)
    {
        var lines = write.Text.Split('\n');
        var unknown = write.Unknown.SelectMany(u => Lines(u, "it is not known whether this is stored")).ToList();
        var failed = write.Failed.SelectMany(f => Lines(f, "not stored")).ToList();
        LineError[] all = [.. write.Bad.Concat(failed).Concat(unknown).OrderBy(e => e.LineNumber)];
        if (unknown.Count > 0) return new(503, "the outcome of a part of the write is not known", all, WriteOutcome.Unknown);
        if (all.Length == 0) return new(204, null, [], WriteOutcome.Stored);
        if (write.AcceptsPartial) return new(400, "partial write of line protocol occurred", all, WriteOutcome.Stored);
        return write.Bad.Count > 0
            ? new(400, "parsing failed for write_lp endpoint", all, WriteOutcome.Refused)
            : new(503, "a partition could not take its part, and nothing is stored", all, WriteOutcome.Refused);

        IEnumerable<LineError> Lines((PartitionBatch Batch, string Error) of, string what) => of.Batch.Points.Select(p => new LineError(
            lines[p.Line - 1].TrimEnd('\r'), p.Line,
            $"{what}: partition {of.Batch.Partition} of shard {of.Batch.Shard} on node {of.Batch.Node}: {of.Error}"));
    }
}
