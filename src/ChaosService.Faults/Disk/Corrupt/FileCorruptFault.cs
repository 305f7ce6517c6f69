using System.Collections.Concurrent;
using ChaosService.Faults.Container;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Randomness;

namespace ChaosService.Faults.Disk.Corrupt;

internal sealed class FileCorruptFault(
    FaultRequest request, FileCorruptParameters parameters, ContainerStates states, NodeFilesystems filesystems)
    : DiskFaultLife(request, parameters.Path, states, filesystems)
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<Damage>> _done = new(StringComparer.Ordinal);

    protected override string Mark => $"{KeptFiles.FolderPrefix}{Request.RunId}-{Request.Id}";

    protected override (string Kind, string Undo) Words => ("file-corrupt", "put back what is kept in");

    protected override void Check(NodeRuntime node, FilesystemSpot spot, MountEntry mount, string directory)
    {
        var files = KeptFiles.Matching(directory, parameters.Files);
        var usable = files.Where(f => IsUsable(Path.Combine(directory, f))).ToList();
        if (usable.Count == 0)
            throw new FaultRefusedException(
                files.Count == 0
                    ? $"{spot} has no file {parameters.Files} that is not damaged already; * stands for anything, also for folders."
                    : $"All files {parameters.Files} of {spot} are empty or above {Size(FileCorruptParameters.MostFileBytes)}.");
    }

    /// <summary>The files are chosen and saved at the moment in which they are damaged, because the node keeps writing.</summary>
    protected override Task InjectAsync(FilesystemSpot spot, CancellationToken cancellationToken) =>
        Filesystems.WriteAsync(spot, top => Spoil(spot, top), cancellationToken);

    protected override Task<Proof> EffectAsync(FilesystemSpot spot, string directory, CancellationToken cancellationToken)
    {
        var damages = _done.GetValueOrDefault(spot.Node) ?? [];
        if (damages.Count == 0) return Task.FromResult(new Proof(false, $"no file of {spot} is damaged"));
        var looks = damages.Select(d => d.Look(directory)).ToList();
        var evidence = $"asked {parameters} in {parameters.Count} files of {spot}: {Join(looks.Select(l => l.Words))}";
        return Task.FromResult(new Proof(looks.All(l => l.All), evidence));
    }

    protected override void Undo(string top) => KeptFiles.PutBack(top, Mark);

    /// <summary>A file that the node has written to since need not be as it was.</summary>
    protected override Task<Proof> RecoveryAsync(FilesystemSpot spot, string directory, CancellationToken cancellationToken)
    {
        if (Directory.Exists(Path.Combine(directory, Mark))) return Task.FromResult(new Proof(false, $"{spot} still has what was kept"));
        var damages = _done.GetValueOrDefault(spot.Node) ?? [];
        var now = damages.Select(d => (Damage: d, Sum: SumOf(directory, d))).ToList();
        var isLeft = now.Any(n => n.Damage.Sum != n.Sum && n.Damage.Look(directory).All);
        var words = now.Select(n => $"{n.Damage.File} {After(n.Damage, n.Sum)}");
        return Task.FromResult(new Proof(!isLeft, $"{spot}: {(damages.Count == 0 ? "no file was damaged" : Join(words))}"));
    }

    private void Spoil(FilesystemSpot spot, string top)
    {
        var random = SeededRandom.Derive(Request.Seed, spot.Node);
        var files = KeptFiles.Matching(top, parameters.Files).Where(f => IsUsable(Path.Combine(top, f))).ToArray();
        random.Shuffle<string>(files);
        IReadOnlyList<Damage> damages = [.. files.Take(parameters.Count).Select(f => Damage.Plan(top, f, parameters, random))];
        KeptFiles.Keep(top, Mark, damages);
        foreach (var damage in damages) damage.Do(top);
        _done[spot.Node] = damages;
    }

    private static bool IsUsable(string path) =>
        new FileInfo(path) is { Exists: true, Length: > 0 and <= FileCorruptParameters.MostFileBytes };

    private static string After(Damage damage, string? sum) => sum is null
        ? "is gone"
        : sum == damage.Sum
            ? "has its checksum again"
            : "was written to since, and what was written stays";

    private static string? SumOf(string directory, Damage damage) =>
        Path.Combine(directory, damage.File) is var path && File.Exists(path) ? Damage.SumOf(path) : null;

    private static string Join(IEnumerable<string> words) => string.Join(", ", words);
}
