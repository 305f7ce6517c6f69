namespace ChaosService.Service.Options.Texts;

/// <summary>Groups of options of one kind, each under a name that the user chose. Equal when names and groups are.</summary>
internal sealed class Named<T>() : SortedDictionary<string, T>(StringComparer.Ordinal), IEquatable<Named<T>> where T : new()
{
    public bool Equals(Named<T>? other) => other is not null && this.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as Named<T>);

    public override int GetHashCode() => Keys.Aggregate(0, (hash, name) => HashCode.Combine(hash, name));
}
