using ChaosService.Checking.Observations;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Copies;

/// <summary>A node's progress after a fault.</summary>
/// <param name="TookNs">From the revert until it held as many points as other nodes held at the revert; null: never.</param>
/// <param name="WatchedNs">How long after the revert it was observed.</param>
/// <param name="Slowest">The partition that was behind at the last observation with one behind, or any.</param>
/// <param name="Held">How many of its points the node held then.</param>
/// <param name="Goal">How many points another node held at the revert.</param>
internal sealed record CatchUp(
    FaultWindow Fault, string Node, long? TookNs, long WatchedNs, PartitionName Slowest, long Held, long Goal)
{
    /// <returns>Null when no other node held anything that the node should hold.</returns>
    public static CatchUp? Of(Sights<ReplicasView> replicas, FaultWindow fault, string node, long endNs)
    {
        var revertedNs = fault.EndNs!.Value;
        var own = replicas.All.Where(s => s.Subject == node && s.View is not null).ToList();
        var held = own.SelectMany(s => s.View!.Copies).Select(c => c.Name).ToHashSet();
        var goals = replicas.Subjects.Where(s => s != node && !fault.Nodes.Contains(s))
            .SelectMany(s => replicas.At(s, revertedNs)?.View?.Copies ?? [])
            .Where(c => c.Points > 0 && held.Contains(c.Name))
            .GroupBy(c => c.Name).ToDictionary(g => g.Key, g => g.Max(c => c.Points));
        if (goals.Count == 0) return null;
        var (behind, points) = (goals.Keys.First(), 0L);
        // Its last report before the revert holds until its next line.
        var before = replicas.At(node, revertedNs);
        foreach (var sight in own.Where(s => s == before || s.Line.TimeNs > revertedNs))
        {
            var now = sight.View!.Copies.ToDictionary(c => c.Name, c => c.Points);
            var missing = goals.Where(g => now.GetValueOrDefault(g.Key) < g.Value).Select(g => g.Key).ToList();
            if (missing.Count == 0)
                return new(fault, node, Math.Max(0, sight.Line.TimeNs - revertedNs), endNs - revertedNs, behind, points, goals[behind]);
            (behind, points) = (missing[0], now.GetValueOrDefault(missing[0]));
        }
        return new(fault, node, null, endNs - revertedNs, behind, points, goals[behind]);
    }
}
