using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Core.Writes;

namespace ChaosService.Reference.Host.Api;

/// <summary>An entry of a partition's log on this node's disk.</summary>
/// <param name="Step">What it does with its batch; null for an entry without one, such as a membership change.</param>
/// <param name="Format">The format in which it was written.</param>
/// <param name="Batch">Node, start and number of the sender: equal values are the same batch.</param>
internal sealed record WalEntryBody(
    long Index, long Term, bool IsCommitted, int? Format, string? Step, string? Batch, string? Table, int Points, int Bytes)
{
    /// <summary>The most entries in one answer.</summary>
    public const int EntriesMax = 1000;

    public static WalEntryBody Of(Entry entry, long commitIndex)
    {
        var (bytes, isCommitted) = (entry.Command.Length, entry.Index <= commitIndex);
        if (bytes == 0) return new(entry.Index, entry.Term, isCommitted, null, null, null, null, 0, 0);
        var (step, id, points) = BatchFormat.Read(entry.Command);
        return new(
            entry.Index, entry.Term, isCommitted, entry.Command.Span[0], $"{step}", $"{id.Node}-{id.Start}-{id.Number}",
            points.Count > 0 ? points[0].Table : null, points.Count, bytes);
    }
}
