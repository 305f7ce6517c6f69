using ChaosService.Faults.Container;
using ChaosService.Faults.Kernel;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Disk.Fill;

internal sealed class FillFault(FaultRequest request, FillParameters parameters, ContainerStates states, NodeFilesystems filesystems)
    : DiskFaultLife(request, parameters.Path, states, filesystems)
{
    public const string FilePrefix = ".chaosservice-fill-";

    /// <summary>What a node may have freed since the fill without undoing it.</summary>
    private const double Slack = 0.02;

    private readonly Dictionary<string, long> _freeBefore = new(StringComparer.Ordinal);

    protected override string Mark => $"{FilePrefix}{Request.RunId}-{Request.Id}";

    protected override (string Kind, string Undo) Words => ("disk-fill", "delete");

    protected override void Check(NodeRuntime node, FilesystemSpot spot, MountEntry mount, string directory)
    {
        if (Directory.EnumerateFiles(directory, FilePrefix + "*").FirstOrDefault() is { } other)
            throw new FaultRefusedException(
                $"{spot} is filled already by {Path.GetFileName(other)}; wait for that fault, or if its run is dead: "
                    + $"chaosctl faults revert");
        var (free, total) = (FillFile.FreeBytes(directory), FillFile.TotalBytes(directory));
        if (free <= parameters.FreeOf(total))
            throw new FaultRefusedException(
                $"{spot} is as full as that already ({Size(free)} free of {Size(total)}; asked: {parameters}).");
        _freeBefore[node.Node] = free;
    }

    protected override Task InjectAsync(FilesystemSpot spot, CancellationToken cancellationToken) =>
        Filesystems.WriteAsync(
            spot,
            top => FillFile.GrowUntil(Path.Combine(top, Mark), parameters.FreeOf(FillFile.TotalBytes(top)), cancellationToken),
            cancellationToken);

    protected override Task<Proof> EffectAsync(FilesystemSpot spot, string directory, CancellationToken cancellationToken)
    {
        var (free, total) = (FillFile.FreeBytes(directory), FillFile.TotalBytes(directory));
        var wanted = parameters.FreeOf(total);
        if (!File.Exists(Path.Combine(directory, Mark))) return Task.FromResult(new Proof(false, $"{spot} has no fill file any more"));
        var evidence = $"{spot} has {Size(free)} free of {Size(total)} (before: {Size(_freeBefore[spot.Node])})";
        // A write to a filesystem that another fault holds says nothing about space, or nothing at all.
        var held = Filesystems.Holder(spot, DiskHold.Frozen) ?? Filesystems.Holder(spot, DiskHold.ReadOnly);
        if (wanted > 0 || held is not null) return Task.FromResult(new Proof(free <= wanted + Slack * total, evidence));
        var refused = FillFile.TryWrite(Path.Combine(directory, Mark + "-try")) == Libc.NoSpace;
        return Task.FromResult(
            new Proof(refused, $"{evidence}; writing 64 KiB more {(refused ? "fails: no space left on device" : "still works")}"));
    }

    protected override Task<Proof> RecoveryAsync(FilesystemSpot spot, string directory, CancellationToken cancellationToken)
    {
        var gone = !File.Exists(Path.Combine(directory, Mark));
        return Task.FromResult(
            new Proof(
                gone, $"{spot} has {Size(FillFile.FreeBytes(directory))} free{(gone ? "" : ", the fill file is still there")}"));
    }
}
