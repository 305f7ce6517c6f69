using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Tests.Catalog.Replicated;

/// <summary>A shard as the model of the management API has it.</summary>
internal sealed class ModelShard(ulong id, TimeRange time, List<List<uint>> partitions, List<string> statuses)
{
    public TimeRange Time => time;

    public List<List<uint>> Partitions => partitions;

    public List<string> Statuses => statuses;

    public (ulong Id, uint Source, uint Target)? Move { get; set; }

    public bool IsAborting { get; set; }

    /// <summary>Of a shard that moves.</summary>
    public bool HasNewOwner => statuses[^1] == "Stable";

    public bool Uses(uint node) => partitions.Exists(p => p.Contains(node)) || Move?.Source == node || Move?.Target == node;

    public void Begin(ulong move, uint source, uint target)
    {
        Move = (move, source, target);
        Become("MigratingSnapshot");
    }

    /// <summary>The target takes the source's place with <c>Stable</c>.</summary>
    public void Become(string status)
    {
        statuses.Add(status);
        if (status != "Stable") return;
        var (_, source, target) = Move!.Value;
        foreach (var nodes in partitions.Where(p => p.Contains(source) && !p.Contains(target))) nodes[nodes.IndexOf(source)] = target;
    }

    public void End(string status)
    {
        statuses.Add(status);
        (Move, IsAborting) = (null, false);
    }

    /// <summary>Of the statuses as many as any catalog still has.</summary>
    public override string ToString() =>
        $"{id} {time} [{string.Join("; ", partitions.Select(p => string.Join(' ', p)))}] {string.Join(' ', statuses.TakeLast(10))} "
            + $"{Move} {IsAborting}";
}
