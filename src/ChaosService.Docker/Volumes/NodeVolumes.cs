using ChaosService.Docker.Processes;
using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Volumes;

/// <summary>
/// A separate filesystem of fixed size for each node of a run: <c>node.img</c>, a sparse file, mounted on the directory <c>node</c> next to
/// it. So a full disk is full for this node only.
/// </summary>
/// <param name="directory">In the engine's file tree, as containers get what is mounted in it.</param>
internal sealed class NodeVolumes(string directory, EngineMounts engine, TimeProvider time)
{
    private static readonly TimeSpan BusyLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Throws <see cref="ClusterUnavailableException"/> with the node and the fix. What was created until then remains for
    /// <see cref="RemoveAsync"/>.
    /// </summary>
    public async Task CreateAsync(IEnumerable<string> nodes, long bytes, CancellationToken cancellationToken)
    {
        await CommandRunner.RunOrThrowAsync(VolumeCommands.MakeDirectory(engine.Reach(directory)), cancellationToken);
        foreach (var node in nodes)
        {
            var (image, point) = (Path.Combine(directory, node + ".img"), Path.Combine(directory, node));
            Directory.CreateDirectory(engine.Reach(point));
            await using (var file = new FileStream(engine.Reach(image), FileMode.CreateNew)) file.SetLength(bytes);
            await RunAsync(node, VolumeCommands.MakeFilesystem(engine.Reach(image)), cancellationToken);
            await RunAsync(node, engine.Enter(VolumeCommands.Mount(image, point)), cancellationToken);
            await RunAsync(node, VolumeCommands.OpenToAnyone(engine.Reach(point)), cancellationToken);
        }
    }

    /// <summary>Unmounts and deletes everything. Returns when nothing is left; throws when something stays in use.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var from = time.GetTimestamp();
        while (MountTable.Below(directory, File.ReadLines(engine.Table)) is { Count: > 0 } mounts)
        {
            foreach (var mount in mounts)
            {
                var unmount = engine.Enter(VolumeCommands.Unmount(mount));
                var result = await CommandRunner.RunAsync(unmount, cancellationToken);
                // A container's last process may hold it for a moment after the container is gone.
                if (!result.Succeeded && time.GetElapsedTime(from) > BusyLimit) throw new CommandFailedException(unmount, result);
            }
            await Task.Delay(BusyPause, time, cancellationToken);
        }
        if (Directory.Exists(engine.Reach(directory))) Directory.Delete(engine.Reach(directory), recursive: true);
    }

    private static async Task RunAsync(string node, Command command, CancellationToken cancellationToken)
    {
        var result = await CommandRunner.RunAsync(command, cancellationToken);
        if (!result.Succeeded)
            throw new ClusterUnavailableException(
                $"No filesystem for {node}: `{command}` exited with {result.ExitCode}: {result.Error.Trim()} (it takes root, e2fsprogs "
                    + $"and a free loop device; `chaosctl doctor` says what is missing).");
    }
}
