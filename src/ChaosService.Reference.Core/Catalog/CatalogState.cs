using System.Collections.Immutable;

namespace ChaosService.Reference.Core.Catalog;

/// <summary>What the cluster knows of itself. A value: every server that has applied the same commands has the same.</summary>
internal sealed record CatalogState(
    ImmutableSortedDictionary<uint, CatalogNode> Nodes,
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, CatalogTable>> Databases,
    ulong LastShardId)
{
    public static CatalogState Empty { get; } = new(
        ImmutableSortedDictionary<uint, CatalogNode>.Empty,
        ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, CatalogTable>>(StringComparer.Ordinal), 0);

    public CatalogTable? Table(string database, string table) =>
        Databases.TryGetValue(database, out var tables) && tables.TryGetValue(table, out var found) ? found : null;

    public IEnumerable<Shard> Shards => Databases.Values.SelectMany(t => t.Values).SelectMany(t => t.Shards.Values);

    public CatalogState With(string database, string table, CatalogTable changed)
    {
        var tables = Databases.GetValueOrDefault(database, ImmutableSortedDictionary.Create<string, CatalogTable>(StringComparer.Ordinal));
        return this with { Databases = Databases.SetItem(database, tables.SetItem(table, changed)) };
    }

    /// <summary>Whether some shard is on a node, or on its way there.</summary>
    public bool IsInUse(uint node) => Shards.Any(s => s.Target == node || s.Partitions.Any(p => p.Contains(node)));
}
