namespace ChaosService.Checking.Linearizability.Wgl;

/// <summary>
/// The configurations that a search has tried: which ops are placed, and the register's value. Each has its own bitset of n/8 bytes, which
/// accounts for most of a search's memory; <see cref="Bytes"/> counts it.
/// </summary>
internal sealed class ConfigurationCache(int ops)
{
    private const int OverheadBytes = 96;

    private readonly ulong[] _placed = new ulong[(ops + 63) / 64];
    private readonly HashSet<Configuration> _tried = [];

    public long Bytes => (long)_tried.Count * (OverheadBytes + (_placed.Length * sizeof(ulong)));

    /// <summary>Places the op unless the resulting configuration was tried before.</summary>
    public bool TryAdd(int op, long state)
    {
        Toggle(op);
        var configuration = new Configuration(_placed, state);
        if (!_tried.Contains(configuration) && _tried.Add(configuration with { Placed = [.. _placed] })) return true;
        Toggle(op);
        return false;
    }

    public void Remove(int op) => Toggle(op);

    private void Toggle(int op) => _placed[op / 64] ^= 1UL << (op % 64);

    private readonly record struct Configuration(ulong[] Placed, long State)
    {
        public bool Equals(Configuration other) => State == other.State && Placed.AsSpan().SequenceEqual(other.Placed);

        public override int GetHashCode()
        {
            var hash = (ulong)State * 0x9E3779B97F4A7C15UL;
            foreach (var word in Placed) hash = (hash ^ word ^ (hash >> 29)) * 0xBF58476D1CE4E5B9UL;
            return (int)(hash >> 32);
        }
    }
}
