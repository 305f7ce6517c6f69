using ChaosService.MerkleKv.Events;
using ChaosService.MerkleKv.Ordering;

namespace ChaosService.MerkleKv.Storage;

/// <summary>What the node knows about a key.</summary>
/// <param name="Value">Null: a tombstone. It stays, so that an older set that arrives later does not revive the key.</param>
/// <param name="IsOwn">Whether a client of this node wrote it: after a crash nobody else may know of it.</param>
internal sealed record Entry(string? Value, Stamp Stamp, bool IsOwn = false)
{
    /// <summary>Tells it to others again. Receivers that have it know it by its stamp.</summary>
    public ChangeEvent ToEvent(string key, string source) =>
        new(Value is null ? ChangeKind.Del : ChangeKind.Set, key, Value, Stamp, source);
}
