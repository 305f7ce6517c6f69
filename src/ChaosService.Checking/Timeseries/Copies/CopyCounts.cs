using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Copies;

/// <summary>Every observed catalog gives each partition all its copies, each on a different node.</summary>
internal static class CopyCounts
{
    /// <param name="wanted">Null: as many as when the partition was first observed.</param>
    public static IEnumerable<(string Anomaly, string Sentence)> Troubles(Sights<ShardsView> shards, int? wanted)
    {
        var first = new Dictionary<PartitionName, int>();
        var told = new HashSet<(PartitionName, string)>();
        foreach (var sight in shards.All.Where(s => s.View is not null))
            foreach (var (name, nodes) in Owners.Of(sight.View).All)
            {
                first.TryAdd(name, wanted ?? nodes.Count);
                var at = $"{sight.Subject} showed at {Words.At(sight.Line.TimeNs)} (history index {sight.Line.Index})";
                if (nodes.Count < first[name] && told.Add((name, "few")))
                    yield return ("too-few-copies", $"{name} has {nodes.Count} copies instead of {first[name]}, as {at}");
                if (nodes.Distinct().Count() < nodes.Count && told.Add((name, "twice")))
                    yield return ("same-node", $"{name} has two copies on one node ({string.Join(", ", nodes)}), as {at}");
            }
    }
}
