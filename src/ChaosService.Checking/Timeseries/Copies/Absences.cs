using ChaosService.Checking.Observations;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Copies;

/// <summary>
/// When nodes were certainly down: stopped, killed or frozen by a fault whose effect was proven and that was active without interruption.
/// Nothing is assumed about the nodes that a network partition leaves reachable.
/// </summary>
internal sealed class Absences
{
    private static readonly string[] Kinds = ["container-kill", "container-stop", "container-pause"];

    private readonly List<(string Name, string Id, long FromNs, long UntilNs)> _gone = [];
    private readonly long[] _changesNs;

    public Absences(History history, Sights<ReplicasView> replicas)
    {
        var ids = replicas.All.Where(s => s.View is not null).DistinctBy(s => s.Subject)
            .ToDictionary(s => s.Subject, s => s.View!.Node, StringComparer.Ordinal);
        foreach (var fault in history.Faults.Where(f => Kinds.Contains(f.Kind)))
            if (fault is { InForceNs: { } from, EffectProven: true, Troubles.Count: 0 })
                foreach (var node in fault.Nodes.Where(ids.ContainsKey))
                    _gone.Add((node, ids[node], from, fault.RevertNs ?? long.MaxValue));
        _changesNs = [.. history.Faults.SelectMany(f => new[] { f.StartNs, f.EndNs ?? long.MaxValue })];
    }

    /// <summary>The ids of the nodes that were down for the whole time.</summary>
    public IReadOnlySet<string> Throughout(long fromNs, long untilNs) =>
        _gone.Where(g => g.FromNs <= fromNs && untilNs <= g.UntilNs).Select(g => g.Id).ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// Whether a node, by its name, was down at some time in between: it refuses connections, whatever state the others are in.
    /// </summary>
    public bool Touch(string? node, long fromNs, long untilNs) =>
        _gone.Any(g => g.Name == node && g.FromNs <= untilNs && fromNs <= g.UntilNs);

    /// <summary>
    /// Whether any fault began or ended in this time, or so shortly before it that it may still have an effect, or a fault of any other
    /// kind was active.
    /// </summary>
    public bool IsUnsettled(History history, long fromNs, long untilNs, long settleNs) =>
        _changesNs.Any(c => c <= untilNs && c > fromNs - settleNs)
            || history.Faults.Any(f => !Kinds.Contains(f.Kind) && f.Overlaps(fromNs, untilNs));
}
