namespace ChaosService.Reference.Core.Catalog;

/// <summary>Identifies a shard of the cluster.</summary>
internal sealed record ShardAddress(string Database, string Table, ulong Shard)
{
    public override string ToString() => $"{Database}.{Table}/{Shard}";
}
