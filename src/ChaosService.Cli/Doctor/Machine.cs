using ChaosService.Docker.Engine;
using ChaosService.Docker.Processes;
using ChaosService.Docker.Volumes;
using ChaosService.Model.Clusters;
using Docker.DotNet;

namespace ChaosService.Cli.Doctor;

/// <summary>The machine from the doctor's point of view: a value, so that tests can describe other machines.</summary>
/// <param name="RunAsync">Runs a command to its end.</param>
/// <param name="Read">A file's text; null when it cannot be read.</param>
/// <param name="Exists">Whether a file, device or directory exists.</param>
/// <param name="FreeBytes">Free bytes on the filesystem of a directory.</param>
/// <param name="AskEngineAsync">Throws <see cref="ClusterUnavailableException"/> when it does not answer.</param>
/// <param name="State">The full path of the state directory.</param>
internal sealed record Machine(
    Func<Command, CancellationToken, Task<CommandResult>> RunAsync, Func<string, string?> Read, Func<string, bool> Exists,
    Func<string, long> FreeBytes, Func<CancellationToken, Task<EngineAnswer>> AskEngineAsync, string State)
{
    /// <summary>Docker creates the first file, Podman the second.</summary>
    public bool IsContainer => Exists("/.dockerenv") || Exists("/run/.containerenv");

    /// <summary>The privileges of this process; null: unknown.</summary>
    public Privileges? Privileges => Read("/proc/self/status") is { } status ? Privileges.Parse(status) : null;

    public static Machine This(DockerClient docker, string state) => new(
        CommandRunner.RunAsync, ReadFile, Path.Exists, folder => new DriveInfo(folder).AvailableFreeSpace, stop => AskAsync(docker, stop),
        Path.GetFullPath(state));

    /// <summary>The result of <see cref="EngineProcess.Find"/>; null also when it does not answer.</summary>
    public async Task<int?> EnginePidAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await AskEngineAsync(cancellationToken)).Pid;
        }
        catch (Exception e) when (e is ClusterUnavailableException or DockerApiException)
        {
            return null;
        }
    }

    private static async Task<EngineAnswer> AskAsync(DockerClient docker, CancellationToken cancellationToken)
    {
        var version = await docker.System.GetVersionAsync(cancellationToken);
        var pid = EngineProcess.Find(docker.Options.Endpoint);
        return new(version.Version, version.APIVersion, pid, pid == 0 ? new(null) : EngineMounts.Of(docker));
    }

    private static string? ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <param name="Pid">The result of <see cref="EngineProcess.Find"/>.</param>
/// <param name="Mounts">The place where it mounts files for nodes.</param>
internal sealed record EngineAnswer(string Version, string ApiVersion, int? Pid, EngineMounts Mounts);
