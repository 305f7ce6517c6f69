using ChaosService.Docker.Volumes;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ChaosService.Faults.Disk;

/// <summary>
/// Finds a filesystem that only this one node uses. Anything else is never touched: it would break the host or another container.
/// </summary>
internal static class OwnFilesystem
{
    private static readonly string[] Types = ["ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "tmpfs"];

    /// <summary>Below these the engine mounts filesystems by itself.</summary>
    private static readonly string[] Engines = ["/dev", "/proc", "/sys"];

    /// <param name="path">In the node; null: its first volume that is a filesystem of its own, else its one tmpfs.</param>
    /// <returns>Where the node has it mounted. Throws <see cref="FaultRefusedException"/> when there is none.</returns>
    public static async Task<MountEntry> FindAsync(DockerClient docker, NodeRuntime node, string? path, CancellationToken cancellationToken)
    {
        if (node.Pid == 0) throw new FaultRefusedException($"{node.Node} does not run: its filesystems cannot be looked at.");
        var seen = MountEntry.Of($"{node.Pid}");
        var engine = EngineMounts.Of(docker);
        var (host, others) = (Host(engine), await OthersAsync(docker, node, MountEntry.In(engine.Table), cancellationToken));
        var reasons = new List<string>();
        IReadOnlyList<MountEntry> Own(IEnumerable<MountEntry> candidates)
        {
            var own = new List<MountEntry>();
            foreach (var candidate in candidates)
                if (WhyNot(candidate, HostPath(node, candidate), host, others) is not { } reason) own.Add(candidate);
                else reasons.Add($"{candidate.Point} is on device {candidate.Device} ({candidate.Type}), {reason}");
            return own;
        }

        if (path is not null && Own(seen.Where(e => e.Contains(path)).OrderBy(e => e.Point.Length).TakeLast(1)) is [var asked])
            return asked;
        if (path is null && Own(Volumes(node, seen)) is [var volume, ..]) return volume;
        if (path is null && Own(Tmpfs(node, seen)) is { Count: > 0 } memory)
            return memory.Count == 1
                ? memory[0]
                : throw new FaultRefusedException(
                    $"{node.Node} has several tmpfs of its own ({string.Join(", ", memory.Select(m => m.Point))}); say which with 'path'.");
        var why = reasons.Count > 0 ? string.Join("; ", reasons) : "it has no volume and no tmpfs";
        throw new FaultRefusedException(
            $"{node.Node} has no filesystem of its own{(path is null ? "" : $" at {path}")}: {why}. Give it a volume on a "
                + $"filesystem of its own.");
    }

    private static IEnumerable<MountEntry> Volumes(NodeRuntime node, IReadOnlyList<MountEntry> seen) =>
        node.Mounts.Select(m => seen.LastOrDefault(e => e.Point == m.NodePath)).OfType<MountEntry>();

    /// <summary>The engine does not list them among a container's mounts.</summary>
    internal static IEnumerable<MountEntry> Tmpfs(NodeRuntime node, IReadOnlyList<MountEntry> seen) => seen
        .Where(e => e is { Type: "tmpfs", IsReadOnly: false })
        .Where(e => !Engines.Any(top => $"{e.Point}/".StartsWith($"{top}/", StringComparison.Ordinal)))
        .Where(e => node.Mounts.All(m => m.NodePath != e.Point));

    public static string? HostPath(NodeRuntime node, MountEntry mount) =>
        node.Mounts.FirstOrDefault(m => m.NodePath == mount.Point)?.HostPath;

    /// <summary>Where this process reaches a path of the host; null when nothing is mounted there.</summary>
    public static string? MountedOnHost(DockerClient docker, string hostPath)
    {
        var engine = EngineMounts.Of(docker);
        return Host(engine).Any(e => e.Point == hostPath) ? engine.Reach(hostPath) : null;
    }

    /// <summary>What the host has mounted, as its first process, the engine and this process see it.</summary>
    private static IReadOnlyList<MountEntry> Host(EngineMounts engine) =>
        [.. MountEntry.Of("1"), .. MountEntry.In(engine.Table), .. MountEntry.Of("self")];

    /// <summary>
    /// Null when only the node uses the filesystem. A container's root (overlay) has a device of its own and the host's space.
    /// </summary>
    internal static string? WhyNot(
        MountEntry mount, string? hostPath, IEnumerable<MountEntry> host, IReadOnlyDictionary<string, IReadOnlyList<MountEntry>> others)
    {
        if (!Types.Contains(mount.Type)) return "which has no space of its own";
        if (mount.Type == "tmpfs" && !mount.Options.Contains("size=", StringComparison.Ordinal))
            return "which has no size and would fill the host's memory";
        if (host.FirstOrDefault(e => e.Device == mount.Device && e.Point != hostPath) is { } used)
            return $"which the host uses at {used.Point}";
        var other = others.FirstOrDefault(o => o.Value.Any(e => e.Device == mount.Device)).Key;
        return other is null ? null : $"which the container {other} uses as well";
    }

    /// <summary>What every other container has mounted, or will have when it starts again.</summary>
    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<MountEntry>>> OthersAsync(
        DockerClient docker, NodeRuntime node, IReadOnlyList<MountEntry> engine, CancellationToken cancellationToken)
    {
        var mounts = new Dictionary<string, IReadOnlyList<MountEntry>>(StringComparer.Ordinal);
        foreach (var other in await docker.Containers.ListContainersAsync(new ContainersListParameters { All = true }, cancellationToken))
        {
            if (other.ID == node.ContainerId) continue;
            try
            {
                var container = await docker.Containers.InspectContainerAsync(other.ID, cancellationToken);
                var name = container.Name.TrimStart('/');
                if (container.State is { Pid: not 0 } state) mounts[name] = MountEntry.Of($"{state.Pid}");
                else mounts[$"{name} (stopped)"] = [.. (container.Mounts ?? []).Select(m => On(engine, m.Source)).OfType<MountEntry>()];
            }
            catch (DockerContainerNotFoundException)
            {
                // It was removed between the two questions, and uses nothing any more.
                mounts.Remove(other.ID);
            }
        }
        return mounts;
    }

    /// <summary>The filesystem that a path of the engine's is on.</summary>
    internal static MountEntry? On(IReadOnlyList<MountEntry> engine, string path) =>
        path.Length == 0 ? null : engine.Where(e => e.Contains(path)).OrderBy(e => e.Point.Length).LastOrDefault();
}
