using ChaosService.Model;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Model.Workloads;

namespace ChaosService.Experiments.Loading.Selectors;

/// <summary>
/// What the sections of a spec need from each other. A null part had its own problems: its dependents are not checked, so that one mistake
/// is one problem.
/// </summary>
internal sealed record Scope(
    Catalog Catalog, Problems Problems, TargetSpec? Target, TimeSpan? Duration, SafetyLimits Safety, bool InSoak = false,
    bool HasProbes = false, bool HasActions = false)
{
    public IDatabaseKind? Database => Target is null ? null : Catalog.Databases[Target.Definition.Database];

    /// <summary>Null when the target is unknown, or a running project whose nodes are not listed.</summary>
    public IReadOnlyList<ClusterNode>? Nodes => Target?.Definition.Nodes is { Count: > 0 } nodes ? nodes : null;

    /// <summary>The kind with this name, or a problem when there is none.</summary>
    public T? Kind<T>(IReadOnlyDictionary<string, T> kinds, string what, string? name, SourcePlace place) where T : class
    {
        if (name is null) return null;
        if (kinds.TryGetValue(name, out var kind)) return kind;
        var known = kinds.Keys.Order(StringComparer.Ordinal);
        Problems.Add(place, $"there is no such {what}", name, $"known: {string.Join(", ", known)}{MapReader.Nearest(name, kinds.Keys)}");
        return null;
    }

    /// <summary>The longest single wait: timers end after 49 days. A soak may have any length, in windows.</summary>
    public static readonly TimeSpan StretchMax = TimeSpan.FromDays(30);

    /// <summary>Reads a duration and refuses zero.</summary>
    /// <param name="max">Refuses longer ones; null: none.</param>
    public TimeSpan? Positive(MapReader reader, string key, TimeSpan? max = null)
    {
        var value = reader.PositiveDuration(key);
        if (!(value > max)) return value;
        TooLong(reader, key, max!.Value);
        return null;
    }

    private void TooLong(MapReader reader, string key, TimeSpan max) => Problems.Add(
        reader.PlaceOf(key), $"'{key}' is longer than {Quantity.Format(max)}", reader.Text(key), $"write at most {Quantity.Format(max)}");
}
