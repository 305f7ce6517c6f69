namespace ChaosService.Reference.Host.Partitions;

/// <summary>Two points with the same tags are of the same series. Tags are sorted by key in ordinal order.</summary>
internal sealed class TagsComparer : IEqualityComparer<IReadOnlyList<KeyValuePair<string, string>>>
{
    public static TagsComparer Instance { get; } = new();

    public bool Equals(IReadOnlyList<KeyValuePair<string, string>>? x, IReadOnlyList<KeyValuePair<string, string>>? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && AreSame(x, y));

    public int GetHashCode(IReadOnlyList<KeyValuePair<string, string>> obj)
    {
        var hash = new HashCode();
        for (var i = 0; i < obj.Count; i++)
        {
            hash.Add(obj[i].Key, StringComparer.Ordinal);
            hash.Add(obj[i].Value, StringComparer.Ordinal);
        }
        return hash.ToHashCode();
    }

    private static bool AreSame(IReadOnlyList<KeyValuePair<string, string>> x, IReadOnlyList<KeyValuePair<string, string>> y)
    {
        if (x.Count != y.Count) return false;
        for (var i = 0; i < x.Count; i++)
            if (x[i].Key != y[i].Key || x[i].Value != y[i].Value) return false;
        return true;
    }
}
