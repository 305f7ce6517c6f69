using ChaosService.Checking.Observations;
using ChaosService.Model.KeyValue;

namespace ChaosService.Checking.Resources;

/// <summary>What one process of a node said of itself, without its warm-up.</summary>
internal sealed record NodeLife(string Node, IReadOnlyList<Sight<UsageView>> Sights)
{
    /// <summary>So many answers make the level at first, and that at the end: one of them may be a peak.</summary>
    private const int LevelOf = 3;

    public bool IsLongEnough => Sights.Count >= 2 * LevelOf;

    public long FromNs => Sights[0].Line.TimeNs;

    public long UntilNs => Sights[^1].Line.TimeNs;

    /// <summary>Connections that it took in between; null: it does not tell.</summary>
    public long? Opened => Sights[^1].View!.Opened - Sights[0].View!.Opened;

    /// <summary>The lives of one node, one after the other.</summary>
    public static IEnumerable<NodeLife> Of(string node, IEnumerable<Sight<UsageView>> sights, TimeSpan warmUp)
    {
        List<Sight<UsageView>> life = [];
        var last = default(UsageView);
        foreach (var sight in sights.Where(s => s.View is not null))
        {
            if (last is not null && sight.View!.UptimeSeconds < last.UptimeSeconds)
            {
                yield return new NodeLife(node, life);
                life = [];
            }
            last = sight.View;
            if (sight.View!.UptimeSeconds >= warmUp.TotalSeconds) life.Add(sight);
        }
        yield return new NodeLife(node, life);
    }

    /// <summary>How much a measure was at first and at the end; null: the node does not always tell.</summary>
    public (long First, long Last)? Levels(Func<UsageView, long?> measure)
    {
        var values = Sights.Select(s => measure(s.View!)).ToList();
        return values.Contains(null) ? null : (Median(values[..LevelOf]), Median(values[^LevelOf..]));
    }

    private static long Median(List<long?> values) => values.Order().ElementAt(values.Count / 2)!.Value;
}
