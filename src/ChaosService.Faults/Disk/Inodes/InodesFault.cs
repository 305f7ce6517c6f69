using System.Runtime.InteropServices;
using ChaosService.Faults.Container;
using ChaosService.Faults.Kernel;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Disk.Inodes;

internal sealed class InodesFault(FaultRequest request, InodesParameters parameters, ContainerStates states, NodeFilesystems filesystems)
    : DiskFaultLife(request, parameters.Path, states, filesystems)
{
    public const string FolderPrefix = ".chaosservice-inodes-";

    /// <summary>Files that the node may have deleted since.</summary>
    private const long Slack = 16;

    private readonly Dictionary<string, long> _freeBefore = new(StringComparer.Ordinal);

    protected override string Mark => $"{FolderPrefix}{Request.RunId}-{Request.Id}";

    protected override (string Kind, string Undo) Words => ("disk-inodes", "delete");

    protected override void Check(NodeRuntime node, FilesystemSpot spot, MountEntry mount, string directory)
    {
        if (mount.Type is "xfs" or "btrfs")
            throw new FaultRefusedException($"{spot} is {mount.Type}, which makes inodes as they are needed; disk-fill acts on it.");
        if (Directory.EnumerateDirectories(directory, FolderPrefix + "*").FirstOrDefault() is { } other)
            throw new FaultRefusedException(
                $"The inodes of {spot} are taken already by {Path.GetFileName(other)}; wait for that fault, or if its run is dead: "
                    + "chaosctl faults revert");
        var free = (long)Filesystem.Stat(directory).InodesFree;
        if (free <= parameters.LeaveFiles)
            throw new FaultRefusedException(
                $"{spot} has {free:N0} free inodes, so there is nothing to take (leave: {parameters.LeaveFiles}).");
        if (free - parameters.LeaveFiles > InodesParameters.MostFiles)
            throw new FaultRefusedException(
                $"{spot} has {free:N0} free inodes; at most {InodesParameters.MostFiles:N0} are taken. Give the node a smaller filesystem, "
                    + "or one with fewer inodes (mkfs.ext4 -N).");
        _freeBefore[node.Node] = free;
    }

    protected override Task InjectAsync(FilesystemSpot spot, CancellationToken cancellationToken) =>
        Filesystems.WriteAsync(
            spot, top => EmptyFiles.Make(Path.Combine(top, Mark), parameters.LeaveFiles, cancellationToken), cancellationToken);

    protected override Task<Proof> EffectAsync(FilesystemSpot spot, string directory, CancellationToken cancellationToken)
    {
        var stat = Filesystem.Stat(directory);
        var evidence = $"{spot} has {stat.InodesFree:N0} inodes free of {stat.Inodes:N0} (before: {_freeBefore[spot.Node]:N0}, asked: "
            + $"{parameters.LeaveFiles:N0}), and {Size((long)(stat.BlocksAvailable * stat.FragmentSize))}";
        if (!Directory.Exists(Path.Combine(directory, Mark))) return Task.FromResult(new Proof(false, $"{evidence}; our folder is gone"));
        var few = (long)stat.InodesFree <= parameters.LeaveFiles + Slack;
        // A write to a filesystem that another fault holds says nothing about inodes, or nothing at all.
        var held = Filesystems.Holder(spot, DiskHold.Frozen) ?? Filesystems.Holder(spot, DiskHold.ReadOnly);
        if (parameters.LeaveFiles > 0 || held is not null) return Task.FromResult(new Proof(few, evidence));
        var error = Filesystem.TryWrite(directory);
        var answer = error == 0
            ? "a new file still works"
            : $"a new file fails: {Marshal.GetPInvokeErrorMessage(error).ToLowerInvariant()}";
        return Task.FromResult(new Proof(few && error == Libc.NoSpace, $"{evidence}; {answer}"));
    }

    protected override Task<Proof> RecoveryAsync(FilesystemSpot spot, string directory, CancellationToken cancellationToken)
    {
        var gone = !Directory.Exists(Path.Combine(directory, Mark));
        return Task.FromResult(
            new Proof(
                gone, $"{spot} has {Filesystem.Stat(directory).InodesFree:N0} inodes free{(gone ? "" : ", our folder is still there")}"));
    }
}
