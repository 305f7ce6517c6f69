namespace ChaosService.Faults.Network.State;

/// <summary>Which nodes are cut off from each other, both ways: Jepsen's term. A node that is not in it is cut off from nobody.</summary>
internal sealed class Grudge
{
    private readonly SortedDictionary<string, SortedSet<string>> _enemies = new(StringComparer.Ordinal);

    /// <summary>Each side stays together and cannot reach the other sides.</summary>
    public static Grudge Between(params IReadOnlyList<IReadOnlyList<string>> sides)
    {
        var grudge = new Grudge();
        foreach (var (side, i) in sides.Select((s, i) => (s, i)))
            foreach (var other in sides.Skip(i + 1))
                foreach (var node in side) grudge.Add(node, other);
        return grudge;
    }

    public void Add(string node, IEnumerable<string> others)
    {
        foreach (var other in others)
        {
            Enemies(node).Add(other);
            Enemies(other).Add(node);
        }
    }

    public bool IsCut(string a, string b) => _enemies.TryGetValue(a, out var enemies) && enemies.Contains(b);

    /// <summary>The nodes that the node cannot reach.</summary>
    public IReadOnlyList<string> Of(string node) => _enemies.TryGetValue(node, out var enemies) ? [.. enemies] : [];

    /// <summary>Nodes with the same enemies together: <c>a, b from c; c from a, b</c></summary>
    public override string ToString() =>
        string.Join(
            "; ",
            _enemies.GroupBy(e => string.Join(", ", e.Value), e => e.Key).Select(g => $"{string.Join(", ", g)} from {g.Key}"));

    private SortedSet<string> Enemies(string node)
    {
        if (!_enemies.TryGetValue(node, out var enemies)) _enemies[node] = enemies = new(StringComparer.Ordinal);
        return enemies;
    }
}
