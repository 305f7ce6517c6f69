using ChaosService.Checking.Findings;
using ChaosService.Checking.Timeseries.Copies;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Written;

/// <summary>
/// No point is stored twice. A point that is stored again replaces itself, so no read shows it; the counters of a copy do.
/// </summary>
internal static class StoredTwice
{
    /// <summary>By table.</summary>
    public static ILookup<string, Finding> In(History history) => SeenCopy.In(Topics.Replicas(history).All)
        .Where(c => c.Copy.Stored > c.Copy.Points)
        .GroupBy(c => (c.Sight.Subject, c.Copy.Name))
        .ToLookup(g => g.Key.Name.Table, g => Tell(history, g.First(), g.Max(c => c.Copy.Stored - c.Copy.Points)!.Value));

    private static Finding Tell(History history, SeenCopy seen, long most) => new()
    {
        Anomaly = "duplicated",
        Count = most,
        Explanation = $"{seen.Sight.Subject} holds {seen.Copy.Points} points of {seen.Copy.Name} and stored {seen.Copy.Stored} by "
            + $"{Words.At(seen.Sight.Line.TimeNs)} (history index {seen.Sight.Line.Index}): some came to it twice",
        Faults = history.FaultsDuring(seen.Sight.Line.AskedNs, seen.Sight.Line.TimeNs),
    };
}
