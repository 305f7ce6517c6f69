using ChaosService.MerkleKv.Ordering;

namespace ChaosService.MerkleKv.Storage;

/// <summary>What the node knows about a key.</summary>
/// <param name="Value">Null: a tombstone. It stays, so that an older set that arrives later does not revive the key.</param>
internal sealed record Entry(string? Value, Stamp Stamp);
