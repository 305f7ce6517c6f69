using ChaosService.MerkleKv.Ordering;

namespace ChaosService.MerkleKv.Replication;

/// <summary>The ids of the latest events.</summary>
internal sealed class RecentIds(int max)
{
    private readonly HashSet<OpId> _ids = [];
    private readonly Queue<OpId> _order = new();

    /// <returns>False when it is there already.</returns>
    public bool Add(OpId id)
    {
        if (!_ids.Add(id)) return false;
        _order.Enqueue(id);
        if (_order.Count > max) _ids.Remove(_order.Dequeue());
        return true;
    }
}
