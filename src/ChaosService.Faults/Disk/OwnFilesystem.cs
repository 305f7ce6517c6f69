using ChaosService.Docker.Engine;
using ChaosService.Docker.Engine.Containers;
using ChaosService.Docker.Volumes;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Disk;

/// <summary>Finds a filesystem that only this one node uses. Anything else is never filled: it would break the host or somebody else.</summary>
internal static class OwnFilesystem
{
    private static readonly string[] Types = ["ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "tmpfs"];

    /// <param name="path">In the node; null: its first mount that is a filesystem of its own.</param>
    /// <returns>Where the node has it mounted. Throws <see cref="FaultRefusedException"/> when there is none.</returns>
    public static async Task<MountEntry> FindAsync(DockerClient docker, NodeRuntime node, string? path, CancellationToken cancellationToken)
    {
        if (node.Pid == 0) throw new FaultRefusedException($"{node.Node} does not run: its filesystems cannot be looked at.");
        var seen = MountEntry.Of($"{node.Pid}");
        var candidates = path is null
            ? node.Mounts.Select(m => seen.LastOrDefault(e => e.Point == m.NodePath)).OfType<MountEntry>().ToArray()
            : [.. seen.Where(e => e.Contains(path)).OrderBy(e => e.Point.Length).TakeLast(1)];
        var others = await OthersAsync(docker, node, cancellationToken);
        var host = Host(EngineMounts.Of(docker));
        var reasons = new List<string>();
        foreach (var candidate in candidates)
        {
            if (WhyNot(candidate, HostPath(node, candidate), host, others) is not { } reason) return candidate;
            reasons.Add($"{candidate.Point} is on device {candidate.Device} ({candidate.Type}), {reason}");
        }
        var why = reasons.Count > 0 ? string.Join("; ", reasons) : "it has no volume";
        throw new FaultRefusedException($"{node.Node} has no filesystem of its own to fill{(path is null ? "" : $" at {path}")}: {why}. Give it a volume on a filesystem of its own.");
    }

    public static string? HostPath(NodeRuntime node, MountEntry mount) => node.Mounts.FirstOrDefault(m => m.NodePath == mount.Point)?.HostPath;

    /// <summary>Where this process reaches a path of the host; null when nothing is mounted there.</summary>
    public static string? MountedOnHost(DockerClient docker, string hostPath)
    {
        var engine = EngineMounts.Of(docker);
        return Host(engine).Any(e => e.Point == hostPath) ? engine.Reach(hostPath) : null;
    }

    /// <summary>What the host has mounted, as its first process, the engine and this process see it.</summary>
    private static IReadOnlyList<MountEntry> Host(EngineMounts engine) => [.. MountEntry.Of("1"), .. MountEntry.In(engine.Table), .. MountEntry.Of("self")];

    /// <summary>Null when only the node uses the filesystem. A container's root (overlay) has a device of its own and the host's space.</summary>
    internal static string? WhyNot(
        MountEntry mount, string? hostPath, IEnumerable<MountEntry> host, IReadOnlyDictionary<string, IReadOnlyList<MountEntry>> others)
    {
        if (!Types.Contains(mount.Type)) return "which has no space of its own";
        if (mount.Type == "tmpfs" && !mount.Options.Contains("size=", StringComparison.Ordinal)) return "which has no size and would fill the host's memory";
        if (host.FirstOrDefault(e => e.Device == mount.Device && e.Point != hostPath) is { } used) return $"which the host uses at {used.Point}";
        var other = others.FirstOrDefault(o => o.Value.Any(e => e.Device == mount.Device)).Key;
        return other is null ? null : $"which the container {other} uses as well";
    }

    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<MountEntry>>> OthersAsync(
        DockerClient docker, NodeRuntime node, CancellationToken cancellationToken)
    {
        var mounts = new Dictionary<string, IReadOnlyList<MountEntry>>(StringComparer.Ordinal);
        foreach (var other in await docker.Containers.ListContainersAsync(new ContainersListParameters(), cancellationToken))
        {
            if (other.ID == node.ContainerId) continue;
            try
            {
                var container = await docker.Containers.InspectContainerAsync(other.ID, cancellationToken);
                if (container.State.Pid != 0) mounts[container.Name.TrimStart('/')] = MountEntry.Of($"{container.State.Pid}");
            }
            catch (DockerContainerNotFoundException)
            {
                // It was removed between the two questions, and uses nothing any more.
                mounts.Remove(other.ID);
            }
        }
        return mounts;
    }
}
