namespace ChaosService.MerkleKv.Storage;

/// <summary>What the bug stale-reads does: every eighth read of a key that was overwritten gives the value before the last one.</summary>
internal sealed class StaleReads
{
    private readonly Dictionary<string, string?> _previous = new(StringComparer.Ordinal);
    private int _reads;

    public void Remember(string key, string? value) => _previous[key] = value;

    public string? Read(string key, string? value) =>
        _previous.TryGetValue(key, out var previous) && ++_reads % 8 == 0 ? previous : value;
}
