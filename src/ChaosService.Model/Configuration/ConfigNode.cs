namespace ChaosService.Model.Configuration;

/// <summary>A parsed configuration value that still knows where it was written. Independent of the file format.</summary>
public abstract record ConfigNode(SourcePlace Place);

/// <summary>
/// A single value as written. <paramref name="Quoted"/>: it was in quotes, so it is text even when it looks like a number.
/// </summary>
public sealed record ConfigScalar(SourcePlace Place, string Text, bool Quoted = false) : ConfigNode(Place);

/// <summary>A sequence, in the file's order.</summary>
public sealed record ConfigList(SourcePlace Place, IReadOnlyList<ConfigNode> Items) : ConfigNode(Place);

/// <summary>A mapping, in the file's order.</summary>
public sealed record ConfigMap(SourcePlace Place, IReadOnlyList<ConfigEntry> Entries) : ConfigNode(Place)
{
    public ConfigEntry? Find(string key) => Entries.FirstOrDefault(e => e.Key == key);
}

/// <summary>A key of a map, with its own place, and its value.</summary>
public sealed record ConfigEntry(SourcePlace KeyPlace, string Key, ConfigNode Value);
