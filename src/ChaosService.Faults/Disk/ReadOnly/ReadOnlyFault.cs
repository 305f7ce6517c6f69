using System.Runtime.InteropServices;
using ChaosService.Faults.Container;
using ChaosService.Faults.Kernel;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Disk.ReadOnly;

internal sealed class ReadOnlyFault(
    FaultRequest request, ReadOnlyParameters parameters, ContainerStates states, NodeFilesystems filesystems)
    : DiskFaultLife(request, parameters.Path, states, filesystems)
{
    protected override (string Kind, string Undo) Words => ("disk-read-only", "remount read-write");

    protected override void Check(NodeRuntime node, FilesystemSpot spot, MountEntry mount, string directory)
    {
        if (spot.HostPath is null)
            throw new FaultRefusedException(
                $"{spot} is mounted in the node alone, so it cannot be remounted from outside; give the node a volume for it.");
        if (OpenFiles.ForWriting(node.Pid, spot.Point).FirstOrDefault() is { } open)
            throw new FaultRefusedException(
                $"{spot} cannot be made read-only: {open} is open for writing, and the kernel remounts no filesystem under that. "
                    + "disk-stall and disk-fill act on such a node.");
    }

    protected override Task InjectAsync(FilesystemSpot spot, CancellationToken cancellationToken) =>
        Filesystems.HoldAsync(Request.Id, spot, DiskHold.ReadOnly, Tell, cancellationToken);

    protected override async Task<Proof> EffectAsync(FilesystemSpot spot, string directory, CancellationToken cancellationToken)
    {
        if (Filesystems.Holder(spot, DiskHold.Frozen) is { } stalled)
            return new(IsReadOnly(directory), $"{spot} {Mounted(directory)}; stalled by {stalled}, so no write was tried");
        var error = await Task.Run(() => Filesystem.TryWrite(directory), cancellationToken);
        var answer = error == 0 ? "a write still works" : $"a write fails: {Marshal.GetPInvokeErrorMessage(error).ToLowerInvariant()}";
        return new(error == Libc.ReadOnly, $"{spot} {Mounted(directory)}; {answer}");
    }

    protected override async Task<Proof> RecoveryAsync(FilesystemSpot spot, string directory, CancellationToken cancellationToken)
    {
        if (Filesystems.Holder(spot, DiskHold.ReadOnly) is { } other) return new(true, $"{spot} is still held read-only by {other}");
        if (Filesystems.Holder(spot, DiskHold.Frozen) is { } stalled)
            return new(!IsReadOnly(directory), $"{spot} {Mounted(directory)}; stalled by {stalled}, so no write was tried");
        var error = await Task.Run(() => Filesystem.TryWrite(directory), cancellationToken);
        // That it is full is another fault's work, and no sign of a filesystem that refuses writes as such.
        return new(
            error is 0 or Libc.NoSpace,
            $"{spot} {Mounted(directory)}; {(error == 0 ? "a write works" : $"a write fails: {Marshal.GetPInvokeErrorMessage(error)}")}");
    }

    private static string Mounted(string directory) => IsReadOnly(directory) ? "is read-only" : "is mounted for writing";

    /// <summary>ST_RDONLY.</summary>
    private static bool IsReadOnly(string directory) => (Filesystem.Stat(directory).Flags & 1) != 0;
}
