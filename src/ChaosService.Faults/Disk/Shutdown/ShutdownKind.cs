using ChaosService.Faults.Container;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Disk.Shutdown;

/// <summary>The common part of the kinds that shut a filesystem down.</summary>
internal abstract class ShutdownKind(DockerClient docker, ContainerStates containers, NodeFilesystems filesystems)
    : DiskKind(docker, containers, filesystems)
{
    /// <summary>In a dry run, how the filesystem comes back: a mount that replays the journal.</summary>
    protected const string Remount = "umount <its volume on the host>; mount -t ext4 -o loop <its file>";

    public sealed override Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new ShutdownLeftovers(Docker, Containers, Filesystems).UndoAsync(ShutdownRecipe.Read(recipe), cancellationToken);
}
