namespace ChaosService.Reference.Host.Wire;

/// <summary>A Raft group: that of a partition of a shard, or the catalog's.</summary>
/// <param name="Shard">Counted from 1 over all tables; 0 is the catalog.</param>
internal readonly record struct GroupId(ulong Shard, int Partition)
{
    public static GroupId Catalog { get; }

    public bool IsCatalog => Shard == 0;

    public override string ToString() => IsCatalog ? "catalog" : $"shard {Shard} partition {Partition}";
}
