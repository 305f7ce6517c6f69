using ChaosService.Docker.Volumes;
using ChaosService.Faults.Container;
using ChaosService.Model.Ids;
using Docker.DotNet;

namespace ChaosService.Faults.Disk;

/// <summary>The location of a node's filesystem, in a form that outlives the node's process and this one.</summary>
/// <param name="Point">Where the node has it mounted.</param>
/// <param name="HostPath">Where the host has it; null when only the node sees it.</param>
internal sealed record FilesystemSpot(string Node, ContainerId ContainerId, string Point, string? HostPath)
{
    public override string ToString() => $"{Node}:{Point}";

    /// <summary>Its top directory as this process can reach it; null when neither the node nor the host has it mounted now.</summary>
    /// <param name="pid">The node's process; 0 when it does not run.</param>
    public string? DirectoryFor(DockerClient docker, int pid)
    {
        // A mount point is no symbolic link, so nothing on the way leads out of the node's files.
        if (pid != 0 && MountEntry.Of($"{pid}").Any(e => e.Point == Point)) return $"/proc/{pid}/root{Point}";
        return HostPath is null ? null : OwnFilesystem.MountedOnHost(docker, HostPath);
    }

    /// <summary>The same, through the host if possible: that needs no request to the engine.</summary>
    public async Task<string?> DirectoryAsync(DockerClient docker, CancellationToken cancellationToken) =>
        (HostPath is null ? null : OwnFilesystem.MountedOnHost(docker, HostPath))
            ?? DirectoryFor(docker, await docker.PidOfAsync(ContainerId, cancellationToken));

    /// <summary>
    /// The directory of a filesystem in which something is to be undone; null when it is gone, and that with it. Throws when it cannot be
    /// reached although it may still be there.
    /// </summary>
    /// <param name="start">Starts the container, which mounts the filesystem again.</param>
    public async Task<string?> ReachAsync(DockerClient docker, Func<Task> start, CancellationToken cancellationToken)
    {
        var directory = await DirectoryAsync(docker, cancellationToken);
        var exists = await docker.StateOfAsync(ContainerId, cancellationToken) is not null;
        if (directory is null && exists)
        {
            await start();
            directory = await DirectoryAsync(docker, cancellationToken);
        }
        return directory is null && (exists || (HostPath is not null && Directory.Exists(EngineMounts.Of(docker).Reach(HostPath))))
            ? throw new IOException(
                $"The filesystem {Point} of {Node} is not mounted any more, so what a fault did to it cannot be undone; mount "
                    + $"it{(HostPath is null ? "" : $" on {HostPath}")} and try again.")
            : directory;
    }
}
