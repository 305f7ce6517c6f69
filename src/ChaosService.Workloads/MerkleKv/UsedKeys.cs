using System.Collections.Concurrent;

namespace ChaosService.Workloads.MerkleKv;

/// <summary>
/// The keys that the clients of a run used: what its nodes are asked for at the end. Not every dialect can list keys.
/// </summary>
internal sealed class UsedKeys
{
    private readonly ConcurrentDictionary<string, bool> _keys = new(StringComparer.Ordinal);

    public IReadOnlyList<string> All => [.. _keys.Keys.Order(StringComparer.Ordinal)];

    public void Note(string key) => _keys.TryAdd(key, true);
}
