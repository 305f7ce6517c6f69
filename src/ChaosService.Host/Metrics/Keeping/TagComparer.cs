using System.Diagnostics.CodeAnalysis;

namespace ChaosService.Host.Metrics.Keeping;

/// <summary>Finds a series by the tags of a measurement as they come, without making an object of them.</summary>
internal sealed class TagComparer :
    IEqualityComparer<KeyValuePair<string, object?>[]>, IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, KeyValuePair<string, object?>[]>
{
    public static readonly TagComparer Instance = new();

    public bool Equals(KeyValuePair<string, object?>[]? x, KeyValuePair<string, object?>[]? y) => x is null ? y is null : y is not null && Equals(x.AsSpan(), y);

    public int GetHashCode([DisallowNull] KeyValuePair<string, object?>[] obj) => GetHashCode(obj.AsSpan());

    public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, KeyValuePair<string, object?>[] other)
    {
        if (alternate.Length != other.Length) return false;
        for (var i = 0; i < other.Length; i++)
            if (!Equals(alternate[i].Value, other[i].Value) || alternate[i].Key != other[i].Key) return false;
        return true;
    }

    public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate)
    {
        var hash = alternate.Length;
        foreach (var (_, value) in alternate) hash = (hash * 31) + (value?.GetHashCode() ?? 0);
        return hash;
    }

    public KeyValuePair<string, object?>[] Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate) => alternate.ToArray();
}
