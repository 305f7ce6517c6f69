using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Core.Writes;

/// <summary>The answer to the client of a write.</summary>
/// <param name="Status">
/// HTTP status. 204: everything is stored. 400: the named lines are not stored, and with <c>accept_partial</c> the others are. 503: nothing
/// is stored. 504: the outcome of the named lines is unknown.
/// </param>
/// <param name="Error">Null when everything is stored.</param>
/// <param name="Lines">Lines that are not stored, or whose outcome is unknown.</param>
/// <param name="Outcome"><see cref="WriteOutcome.Stored"/> with lines means: all except those.</param>
internal sealed record ClientAnswer(int Status, string? Error, IReadOnlyList<LineError> Lines, WriteOutcome Outcome)
{
    public static ClientAnswer Of(ClientWrite write)
    {
        var (failed, unknown) = (write.Failed.ToList(), write.Unknown.ToList());
        if (write.Bad.Count + failed.Count + unknown.Count == 0) return new(204, null, [], WriteOutcome.Stored);
        var text = write.Text.Split('\n');
        LineError[] lines =
        [
            .. write.Bad.Concat(failed.SelectMany(f => LinesOf(text, f, "not stored")))
                .Concat(unknown.SelectMany(u => LinesOf(text, u, "it is not known whether this is stored"))).OrderBy(e => e.LineNumber),
        ];
        if (unknown.Count > 0) return new(504, $"it is not known whether all is stored: {unknown[0].Error}", lines, WriteOutcome.Unknown);
        if (failed.Count > 0 && (!write.AcceptsPartial || failed.Count == write.Partitions))
        {
            var error = $"nothing is stored, because a partition could not take its part: {failed[0].Error}";
            return new(503, error, lines, WriteOutcome.Refused);
        }
        return write.AcceptsPartial
            ? new(400, "partial write of line protocol occurred", lines, WriteOutcome.Stored)
            : new(400, "parsing failed for write_lp endpoint", lines, WriteOutcome.Refused);
    }

    private static IEnumerable<LineError> LinesOf(string[] text, (PartitionBatch Batch, string Error) of, string what) =>
        of.Batch.Points.Select(p => new LineError(
            text[p.Line - 1].TrimEnd('\r'), p.Line,
            $"{what}: partition {of.Batch.Partition} of shard {of.Batch.Shard} on node {of.Batch.Node}: {of.Error}"));
}
