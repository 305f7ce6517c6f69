using ChaosService.Checking.Observations;
using ChaosService.Model.KeyValue;

namespace ChaosService.Checking.Reconnects;

/// <summary>A time without a connection, as the node tells it: its pauses, and what ended it.</summary>
/// <param name="ConnectedNs">When there was a connection again; null: not before <paramref name="UntilNs"/>.</param>
/// <param name="UntilNs">The last time of which the node tells.</param>
/// <param name="IsCut">The node's process ended first.</param>
internal sealed record Outage(string Node, IReadOnlyList<Pause> Pauses, long? ConnectedNs, long UntilNs, bool IsCut)
{
    public long FromNs => Pauses[0].AtNs;

    public long EndNs => ConnectedNs ?? UntilNs;

    /// <summary>The outages of one node.</summary>
    /// <param name="lines">In time order.</param>
    /// <param name="readNs">When its log was read.</param>
    public static IEnumerable<Outage> In(string node, IReadOnlyList<LoggedLine> lines, long readNs)
    {
        var pauses = new List<Pause>();
        for (var i = 0; i < lines.Count; i++)
        {
            var (line, next) = (lines[i], i + 1 < lines.Count ? lines[i + 1] : null);
            if (line.Event.Name == LinkEvents.Reconnecting)
            {
                // Between a pause and the start of another process nothing is known of the attempt.
                long? waited = next is null || next.Event.Name == LinkEvents.Started ? null : next.AtNs - line.AtNs;
                pauses.Add(new Pause(line.AtNs, PauseNs(line) ?? -1, waited));
            }
            else if (pauses.Count > 0)
            {
                var isCut = line.Event.Name == LinkEvents.Started;
                yield return new Outage(node, [.. pauses], isCut ? null : line.AtNs, line.AtNs, isCut);
                pauses.Clear();
            }
        }
        if (pauses.Count > 0) yield return new Outage(node, [.. pauses], null, readNs, IsCut: false);
    }

    /// <summary>Null: the line has none.</summary>
    public static long? PauseNs(LoggedLine line) =>
        long.TryParse(line.Event[LinkEvents.Pause], out var milliseconds) && milliseconds >= 0 ? milliseconds * 1_000_000 : null;
}
