namespace ChaosService.Reference.Host.Partitions;

/// <summary>Two points with the same tags are of the same series. Tags come by key in ordinal order.</summary>
internal sealed class TagsComparer : IEqualityComparer<IReadOnlyList<KeyValuePair<string, string>>>
{
    public static TagsComparer Instance { get; } = new();

    public bool Equals(IReadOnlyList<KeyValuePair<string, string>>? x, IReadOnlyList<KeyValuePair<string, string>>? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.SequenceEqual(y));

    public int GetHashCode(IReadOnlyList<KeyValuePair<string, string>> obj)
    {
        var hash = new HashCode();
        foreach (var (key, value) in obj)
        {
            hash.Add(key, StringComparer.Ordinal);
            hash.Add(value, StringComparer.Ordinal);
        }
        return hash.ToHashCode();
    }
}
