using ChaosService.Docker.Processes;
using ChaosService.Docker.Volumes;
using ChaosService.Faults.Container;
using ChaosService.Faults.Kernel;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ChaosService.Faults.Disk.Shutdown;

/// <summary>A node's filesystem that is to be shut down, and the way back from that: a mount of its own, under a node that starts again.
/// </summary>
internal sealed record ShutdownVolume(FilesystemSpot Spot, LoopFilesystem Loop)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private string Point => Spot.HostPath!;

    /// <summary>Its top directory as this process has it, by way of the host, whatever the node does.</summary>
    public string Top(DockerClient docker) => EngineMounts.Of(docker).Reach(Point);

    /// <summary>
    /// Mounts the filesystem again if it was shut down, or is not mounted, once its node has been killed: a process would hold it. One that
    /// works stays as it is, with its node; one whose file is gone needs nothing.
    /// </summary>
    /// <param name="containerId">The node's; null: it has none.</param>
    public async Task RestoreAsync(DockerClient docker, TimeProvider time, string? containerId, CancellationToken cancellationToken)
    {
        var engine = EngineMounts.Of(docker);
        if (!File.Exists(engine.Reach(Loop.Image)) || (IsMounted(engine) && !await IsShutDownAsync(docker, cancellationToken))) return;
        if (containerId is not null) await EndAsync(docker, time, containerId, cancellationToken);
        if (IsMounted(engine))
            await UntilAsync(time, () => RefusalAsync(LoopFilesystem.Unmount(engine, Point), cancellationToken), cancellationToken);
        // A container that starts holds the mounts of all others for a moment.
        var held = $"{Loop.Image} is still on its loop device: something has it mounted in a namespace of its own. End that, try again.";
        await UntilAsync(time, () => Task.FromResult(Loop.IsAttached() ? held : null), cancellationToken);
        await CommandRunner.RunOrThrowAsync(Loop.Mount(engine, Point), cancellationToken);
        if (await IsShutDownAsync(docker, cancellationToken)) throw new IOException($"{Spot} was mounted again and still fails.");
    }

    /// <summary>Whether every write fails.</summary>
    public async Task<bool> IsShutDownAsync(DockerClient docker, CancellationToken cancellationToken) =>
        await TryWriteAsync(docker, cancellationToken) == Libc.InputOutput;

    /// <inheritdoc cref="Filesystem.TryWrite"/>
    public Task<int> TryWriteAsync(DockerClient docker, CancellationToken cancellationToken) =>
        Task.Run(() => Filesystem.TryWrite(Top(docker)), cancellationToken);

    private bool IsMounted(EngineMounts engine) => MountEntry.In(engine.Table).Any(e => e.Point == Point);

    /// <summary>The engine thaws a paused container for its end.</summary>
    private static async Task EndAsync(DockerClient docker, TimeProvider time, string id, CancellationToken cancellationToken)
    {
        async Task<string?> RunsAsync() =>
            await docker.StateOfAsync(id, cancellationToken) is { Running: true } state ? $"{id[..12]} is still {state.Status}." : null;
        if (await RunsAsync() is null) return;
        try
        {
            await docker.Containers.KillContainerAsync(id, new ContainerKillParameters { Signal = "SIGKILL" }, cancellationToken);
        }
        catch (DockerApiException)
        {
            // It may have ended by itself in the meantime, which is what was wanted.
            if (await RunsAsync() is not null) throw;
        }
        await UntilAsync(time, RunsAsync, cancellationToken);
    }

    private static async Task<string?> RefusalAsync(Command command, CancellationToken cancellationToken)
    {
        var result = await CommandRunner.RunAsync(command, cancellationToken);
        return result.Succeeded ? null : $"`{command}` exited with {result.ExitCode}: {result.Error.Trim()}";
    }

    /// <param name="why">Null when it is so; else why not yet.</param>
    private static async Task UntilAsync(TimeProvider time, Func<Task<string?>> why, CancellationToken cancellationToken)
    {
        var from = time.GetTimestamp();
        while (await why() is { } reason)
        {
            if (time.GetElapsedTime(from) > Patience) throw new IOException(reason);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
