using System.Collections.Immutable;
using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Core.Catalog;

/// <summary>The cluster's metadata. A value: every server that has applied the same commands has the same.</summary>
/// <param name="Format">The format in which nodes write batches and snapshots; all of them read it.</param>
internal sealed record CatalogState(
    ImmutableSortedDictionary<uint, CatalogNode> Nodes,
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, CatalogTable>> Databases,
    ulong LastShardId,
    ulong LastMove,
    byte Format = StorageFormat.Rows)
{
    public static CatalogState Empty { get; } = new(
        ImmutableSortedDictionary<uint, CatalogNode>.Empty,
        ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, CatalogTable>>(StringComparer.Ordinal), 0, 0);

    public CatalogTable? Table(string database, string table) =>
        Databases.TryGetValue(database, out var tables) && tables.TryGetValue(table, out var found) ? found : null;

    public IEnumerable<Shard> Shards => Databases.Values.SelectMany(t => t.Values).SelectMany(t => t.Shards.Values);

    public CatalogState With(string database, string table, CatalogTable changed)
    {
        var tables = Databases.GetValueOrDefault(database, ImmutableSortedDictionary.Create<string, CatalogTable>(StringComparer.Ordinal));
        return this with { Databases = Databases.SetItem(database, tables.SetItem(table, changed)) };
    }

    public CatalogState With(ShardAddress address, Shard changed)
    {
        var table = Databases[address.Database][address.Table];
        return With(address.Database, address.Table, table with { Shards = table.Shards.SetItem(changed.Id, changed) });
    }

    public Shard? Shard(ShardAddress address) => Table(address.Database, address.Table)?.Shards.GetValueOrDefault(address.Shard);

    /// <summary>Every shard with its address.</summary>
    public IEnumerable<(ShardAddress Address, Shard Shard)> Addressed =>
        from database in Databases
        from table in database.Value
        from shard in table.Value.Shards.Values
        select (new ShardAddress(database.Key, table.Key, shard.Id), shard);

    /// <summary>Whether some shard is on a node, is being moved there, or is not yet deleted there.</summary>
    public bool IsInUse(uint node) => Shards.Any(s => s.IsHeldBy(node) || s.Move?.Source == node || s.Move?.Target == node);
}
