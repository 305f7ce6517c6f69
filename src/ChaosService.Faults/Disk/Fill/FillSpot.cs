using ChaosService.Docker.Volumes;
using ChaosService.Faults.Container;
using Docker.DotNet;

namespace ChaosService.Faults.Disk.Fill;

/// <summary>Where a fill file is, in a way that outlives the node's process and this one.</summary>
/// <param name="Point">Where the node has the filesystem mounted.</param>
/// <param name="HostPath">Where the host has it; null when only the node sees it.</param>
/// <param name="File">The file's name, directly at the mount point.</param>
internal sealed record FillSpot(string Node, string ContainerId, string Point, string? HostPath, string File)
{
    public const string FilePrefix = ".chaosservice-fill-";

    /// <summary>
    /// The filesystem's top directory as this process can reach it; null when neither the node nor the host has it mounted now.
    /// </summary>
    /// <param name="pid">The node's process; 0 when it does not run.</param>
    public string? DirectoryFor(DockerClient docker, int pid)
    {
        // A mount point is no symbolic link, so nothing on the way leads out of the node's files.
        if (pid != 0 && MountEntry.Of($"{pid}").Any(e => e.Point == Point)) return $"/proc/{pid}/root{Point}";
        return HostPath is null ? null : OwnFilesystem.MountedOnHost(docker, HostPath);
    }

    public string? PathFor(DockerClient docker, int pid) =>
        DirectoryFor(docker, pid) is { } directory ? Path.Combine(directory, File) : null;

    /// <summary>Deletes the file. Throws when its filesystem cannot be reached although it may still be there.</summary>
    /// <param name="start">Starts the container, which mounts the filesystem again.</param>
    public async Task DeleteAsync(DockerClient docker, Func<Task> start, CancellationToken cancellationToken)
    {
        var path = PathFor(docker, await docker.PidOfAsync(ContainerId, cancellationToken));
        var exists = await docker.StateOfAsync(ContainerId, cancellationToken) is not null;
        if (path is null && exists)
        {
            await start();
            path = PathFor(docker, await docker.PidOfAsync(ContainerId, cancellationToken));
        }
        if (path is not null) System.IO.File.Delete(path);
        else if (exists || (HostPath is not null && Directory.Exists(EngineMounts.Of(docker).Reach(HostPath))))
            throw new IOException(
                $"The filesystem {Point} of {Node} is not mounted any more, so {File} cannot be deleted; mount "
                    + $"it{(HostPath is null ? "" : $" on {HostPath}")} and delete it.");
    }
}
