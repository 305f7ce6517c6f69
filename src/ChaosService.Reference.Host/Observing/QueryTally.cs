using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Observing;

/// <summary>Collects each node's part in one query, whose fragments are answered concurrently.</summary>
internal sealed class QueryTally
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<uint, NodeShare> _nodes = [];

    /// <summary>How the query was answered: <c>planned</c>, <c>gathered</c>, or <c>none</c> while that is unknown.</summary>
    public string Way { get; set; } = "none";

    public int PartitionsAsked { get; set; }

    public int Partitions { get; set; }

    public IReadOnlyDictionary<uint, NodeShare> Nodes
    {
        get
        {
            lock (_lock) return new SortedDictionary<uint, NodeShare>(_nodes);
        }
    }

    public void Add(uint node, GroupId partition, long pointsScanned, long bytesScanned, long rowsReturned)
    {
        lock (_lock)
        {
            var share = Share(node);
            _nodes[node] = new(
                share.Answered.Add(partition), share.PointsScanned + pointsScanned, share.BytesScanned + bytesScanned,
                share.RowsReturned + rowsReturned, share.Errors);
        }
    }

    public void AddError(uint node)
    {
        lock (_lock) _nodes[node] = Share(node) with { Errors = Share(node).Errors + 1 };
    }

    private NodeShare Share(uint node) => _nodes.GetValueOrDefault(node, NodeShare.None);
}
