using ChaosService.Model.Histories;

namespace ChaosService.Checking.Ops;

internal delegate bool OpFilter(in Op op);

/// <summary>A history's ops by key, in order, without copying them: positions in <see cref="History.Ops"/>.</summary>
internal sealed class KeyGroups
{
    private readonly int[] _positions;
    private readonly int[] _starts;

    /// <param name="wanted">Ops that it rejects are in no group.</param>
    public KeyGroups(ReadOnlySpan<Op> ops, OpFilter wanted)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var keys = new List<string?>();
        var keyOf = new int[ops.Length];
        var counts = new List<int>();
        string? lastKey = null;
        var lastId = -1;
        for (var i = 0; i < ops.Length; i++)
        {
            keyOf[i] = -1;
            if (!wanted(in ops[i])) continue;
            var key = ops[i].Key;
            if (lastId < 0 || !ReferenceEquals(key, lastKey))
            {
                if (!ids.TryGetValue(key ?? "", out lastId))
                {
                    ids.Add(key ?? "", lastId = keys.Count);
                    keys.Add(key);
                    counts.Add(0);
                }
                lastKey = key;
            }
            keyOf[i] = lastId;
            counts[lastId]++;
        }
        Keys = keys;
        _starts = new int[keys.Count + 1];
        for (var k = 0; k < keys.Count; k++) _starts[k + 1] = _starts[k] + counts[k];
        var next = _starts.AsSpan().ToArray();
        _positions = new int[_starts[^1]];
        for (var i = 0; i < keyOf.Length; i++)
            if (keyOf[i] >= 0)
                _positions[next[keyOf[i]]++] = i;
    }

    /// <summary>In the order of first use; null is an op without a key.</summary>
    public IReadOnlyList<string?> Keys { get; }

    public ReadOnlySpan<int> Positions(int key) => _positions.AsSpan(_starts[key].._starts[key + 1]);
}
