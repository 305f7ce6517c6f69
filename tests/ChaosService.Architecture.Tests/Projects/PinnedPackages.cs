using System.Text.RegularExpressions;
using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Projects;

/// <summary>
/// What a clone restores is the same today and in a year: every version is pinned, once, and no script restores anything else.
/// </summary>
internal static partial class PinnedPackages
{
    public static IEnumerable<string> WithoutLock(IEnumerable<SourceFile> files)
    {
        var paths = files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        return paths.Where(p => p.EndsWith(".csproj", StringComparison.Ordinal))
            .Where(p => !paths.Contains($"{Path.GetDirectoryName(p)}/packages.lock.json"))
            .Select(p => $"{p}: has no packages.lock.json beside it.").Order(StringComparer.Ordinal);
    }

    public static IEnumerable<string> Differing(IReadOnlyCollection<LockFile> locks, IReadOnlyCollection<CentralVersion> central)
    {
        var named = central.Select(c => (c.Name, c.Version, Path: "Directory.Packages.props"));
        var locked = locks.SelectMany(l => l.Versions.Select(v => (Name: v.Key, Version: v.Value, l.Path)));
        return named.Concat(locked).GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase)
            .Select(p => (p.Key, Versions: p.DistinctBy(v => v.Version).ToList())).Where(p => p.Versions.Count > 1)
            .Select(p => $"{p.Key} has several versions: {string.Join(", ", p.Versions.Select(v => $"{v.Version} in {v.Path}"))}.");
    }

    /// <summary>A package that is named and that no project has is a leftover.</summary>
    public static IEnumerable<string> Unused(IReadOnlyCollection<LockFile> locks, IReadOnlyCollection<CentralVersion> central) =>
        central.Where(c => !locks.Any(l => l.Versions.ContainsKey(c.Name)))
            .Select(c => $"Directory.Packages.props names {c.Name}, which no project uses.");

    /// <summary>A script that restores does so in locked mode, by itself or by what it sources.</summary>
    public static IEnumerable<string> Unlocked(SourceFile script) =>
        !script.Text.StartsWith("#!", StringComparison.Ordinal) && !script.Path.EndsWith(".sh", StringComparison.Ordinal) ? []
        : LocksAll().IsMatch(script.Text) ? []
        : Restoring().Matches(script.Text).Where(m => !m.Value.Contains("-p:RestoreLockedMode=true", StringComparison.Ordinal))
            .Select(m => script.At(m.Index, "restores what is newest: pass -p:RestoreLockedMode=true, or source scripts/build.sh."));

    [GeneratedRegex(@"^(export RestoreLockedMode=true$|\. .*/scripts/build\.sh"")", RegexOptions.Multiline)]
    private static partial Regex LocksAll();

    [GeneratedRegex(@"^[^#\n]*\bdotnet (build|publish|restore|run|test|pack)\b([^\\\n]|\\\n|\\.)*", RegexOptions.Multiline)]
    private static partial Regex Restoring();
}
