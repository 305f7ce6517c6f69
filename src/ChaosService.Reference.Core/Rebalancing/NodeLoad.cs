using ChaosService.Reference.Core.Catalog;

namespace ChaosService.Reference.Core.Rebalancing;

/// <summary>How many copies of partitions each node holds, or will hold when all moves have ended.</summary>
internal sealed class NodeLoad
{
    private readonly SortedDictionary<uint, int> _copies = [];

    public NodeLoad(CatalogState state)
    {
        foreach (var node in state.Nodes.Keys) _copies[node] = 0;
        foreach (var shard in state.Shards)
        {
            var after = shard is { Move: { IsAborting: false } move, Status: not ShardStatus.Stable } ? shard.CutOver(move) : shard;
            foreach (var node in after.Partitions.SelectMany(p => p)) Add(node, 1);
        }
    }

    public int this[uint node] => _copies.GetValueOrDefault(node);

    public void Move(uint source, uint target, int copies)
    {
        Add(source, -copies);
        Add(target, copies);
    }

    private void Add(uint node, int copies) => _copies[node] = this[node] + copies;
}
