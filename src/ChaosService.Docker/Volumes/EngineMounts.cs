using ChaosService.Docker.Engine;
using ChaosService.Docker.Processes;
using ChaosService.Model.Clusters;
using Docker.DotNet;

namespace ChaosService.Docker.Volumes;

/// <summary>
/// The file tree in which the engine resolves host paths. A service in a container, or in a systemd unit with private mounts, has a
/// different one: a filesystem that it mounts for itself is an empty directory for the engine.
/// </summary>
/// <param name="Pid">A process in the engine's tree; null: this process is in it, too.</param>
public sealed record EngineMounts(int? Pid)
{
    /// <summary>
    /// Throws <see cref="ClusterUnavailableException"/> when the engine does not answer, or its processes cannot be seen from here.
    /// </summary>
    public static EngineMounts Of(DockerClient docker) => EngineProcess.Find(docker.Options.Endpoint) switch
    {
        null => new((int?)null),
        0 => throw new ClusterUnavailableException(
            "This container has a process list of its own, and the nodes' processes are not in it; start it with pid: host, as "
                + "compose/chaosservice.yaml does."),
        var pid => new(IsElsewhere($"/proc/{pid}/ns/mnt") ? pid : null),
    };

    /// <summary>The path under which this process reaches the engine's path.</summary>
    public string Reach(string path) => Pid is null ? path : $"/proc/{Pid}/root{path}";

    /// <summary>The table of mounts in the engine's tree (proc(5), mountinfo).</summary>
    public string Table => $"/proc/{(Pid is null ? "self" : $"{Pid}")}/mountinfo";

    /// <summary>The same command inside the engine's tree. It then runs the host's program.</summary>
    public Command Enter(Command command) =>
        Pid is null ? command : command with
        {
            Program = "nsenter", Arguments = ["--target", $"{Pid}", "--mount", "--", command.Program, .. command.Arguments],
        };

    /// <summary>If it cannot be read, it is assumed to be our own, which is true unless we are confined.</summary>
    private static bool IsElsewhere(string theirs) => Namespace(theirs) is { } name && name != Namespace("/proc/self/ns/mnt");

    private static string? Namespace(string link) => new FileInfo(link).LinkTarget;
}
