using ChaosService.Faults.Container;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Disk.Shutdown;

/// <summary>What is the same for the kinds that shut a filesystem down.</summary>
internal abstract class ShutdownKind(DockerClient docker, ContainerStates containers, NodeFilesystems filesystems)
    : DiskKind(docker, containers, filesystems)
{
    /// <summary>What the undo does, in a dry run: a mount that replays the journal.</summary>
    protected static string Remount(string node) => $"umount <its volume on the host>; mount -t ext4 -o loop <its file>; docker start {node}";

    public sealed override Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new ShutdownLeftovers(Docker, Containers, Filesystems).UndoAsync(ShutdownRecipe.Read(recipe), cancellationToken);
}
