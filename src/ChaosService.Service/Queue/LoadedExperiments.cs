using System.Collections.Concurrent;
using ChaosService.Engine.Store.Applied;
using ChaosService.Experiments.Loading;
using ChaosService.Experiments.Overrides;

namespace ChaosService.Service.Queue;

/// <summary>
/// Applied experiments as they load. Loading is a function of the text and the target's compose file: while neither changes it is done
/// once, which is half of what a trigger costs.
/// </summary>
internal sealed class LoadedExperiments(ExperimentLoader loader)
{
    /// <summary>More are loaded each time.</summary>
    private const int KeptMax = 256;

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    public LoadResult Load(AppliedExperiment applied, IReadOnlyList<Override> overrides)
    {
        if (overrides.Count > 0) return loader.LoadText(applied.Name, applied.Yaml, overrides);
        if (_kept.TryGetValue(applied.Name, out var kept) && kept.Yaml == applied.Yaml && kept.ComposeFileAt == ComposeFileAt(kept.Loaded))
            return kept.Loaded;
        var loaded = loader.LoadText(applied.Name, applied.Yaml, []);
        // Another's text may be mended by a new compose file, so what has problems is never kept.
        if (loaded.Experiment is null) _kept.TryRemove(applied.Name, out _);
        else if (_kept.Count < KeptMax || _kept.ContainsKey(applied.Name))
            _kept[applied.Name] = new Kept(applied.Yaml, ComposeFileAt(loaded), loaded);
        return loaded;
    }

    private static DateTime? ComposeFileAt(LoadResult loaded) =>
        loaded.Experiment?.Target.Definition.ComposeFile is { } file ? File.GetLastWriteTimeUtc(file) : null;

    private sealed record Kept(string Yaml, DateTime? ComposeFileAt, LoadResult Loaded);
}
