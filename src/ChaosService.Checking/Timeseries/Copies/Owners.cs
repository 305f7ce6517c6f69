using ChaosService.Checking.Observations;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Copies;

/// <summary>Which node should hold what, according to the catalog.</summary>
internal sealed class Owners
{
    private readonly Dictionary<PartitionName, IReadOnlyList<string>> _owners = [];

    private Owners(ShardsView? view)
    {
        foreach (var shard in view?.Shards ?? [])
            for (var i = 0; i < shard.Replicas.Count; i++)
                _owners[new(shard.Table, shard.Shard, i)] = shard.Replicas[i];
        Moving = [.. (view?.Shards ?? []).Where(s => s.Target is not null || IsMoving(s.Status))];
    }

    public IReadOnlyDictionary<PartitionName, IReadOnlyList<string>> All => _owners;

    /// <summary>Shards whose copies are about to change.</summary>
    public IReadOnlyList<ShardView> Moving { get; }

    public static Owners Of(ShardsView? view) => new(view);

    /// <summary>According to the node that answered last.</summary>
    public static Owners AtTheEnd(Sights<ShardsView> shards) => new(shards.Last.LastOrDefault(s => s.View is not null)?.View);

    /// <summary>True also for partitions that are not in the catalog's answer.</summary>
    public bool Own(string node, PartitionName name) => !_owners.TryGetValue(name, out var nodes) || nodes.Contains(node);

    public bool IsMoved(PartitionName name) => Moving.Any(s => s.Table == name.Table && s.Shard == name.Shard);

    private static bool IsMoving(string status) => status is not (ShardStatuses.Stable or ShardStatuses.Cleaned);
}
