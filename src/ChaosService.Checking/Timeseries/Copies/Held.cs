using ChaosService.Checking.Observations;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Copies;

/// <summary>What nodes hold, compared with what they own.</summary>
internal static class Held
{
    /// <summary>Copies that are where they do not belong, or are missing where they do. Shards that are moving are left out.</summary>
    public static IEnumerable<(string Anomaly, string Sentence)> Troubles(IReadOnlyList<Sight<ReplicasView>> ends, Owners owners)
    {
        foreach (var sight in ends.Where(s => s.View is not null))
        {
            var (subject, node, names) = (sight.Subject, sight.View!.Node, sight.View.Copies.Select(c => c.Name).ToHashSet());
            foreach (var (name, _) in owners.All.Where(o => o.Value.Contains(node) && !names.Contains(o.Key) && !owners.IsMoved(o.Key)))
                yield return ("missing-copy", $"{subject} owns {name} and holds nothing of it at the end");
            foreach (var name in names.Where(n => !owners.Own(node, n) && !owners.IsMoved(n)))
                yield return ("foreign-copy", $"{subject} holds {name} at the end, which {string.Join(", ", owners.All[name])} own");
        }
    }

    /// <summary>How many points each partition has, by the owner that holds the most.</summary>
    public static IReadOnlyDictionary<PartitionName, long> Points(IReadOnlyList<Sight<ReplicasView>> ends, Owners owners) =>
        SeenCopy.In(ends).Where(c => owners.Own(c.Sight.View!.Node, c.Copy.Name))
            .GroupBy(c => c.Copy.Name).ToDictionary(g => g.Key, g => g.Max(c => c.Copy.Points));

    /// <summary>
    /// By table: the number of copies on the node with the most and on the node with the fewest, among nodes that have any.
    /// </summary>
    public static IReadOnlyDictionary<string, (int Most, int Fewest)> Spreads(Owners owners)
    {
        var nodes = owners.All.Values.SelectMany(o => o).Distinct().ToList();
        return owners.All.GroupBy(o => o.Key.Table, StringComparer.Ordinal).ToDictionary(
            t => t.Key, t =>
            {
                var counts = nodes.ConvertAll(n => t.Count(o => o.Value.Contains(n)));
                return (counts.Max(), counts.Min());
            });
    }
}
