using System.Collections.Concurrent;
using System.Globalization;
using ChaosService.Faults.Container;
using ChaosService.Faults.Disk;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Faults.Resource.Stress;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Resource.IoStress;

internal sealed class IoStressFault(
    FaultRequest request, IoStressParameters parameters, ContainerStates states, NodeLimits limits, NodeFilesystems filesystems)
    : StressFaultLife(request, "io-stress", states, limits)
{
    public const string FolderPrefix = ".chaosservice-io-";

    private const double MiB = 1 << 20;

    /// <summary>A disk that takes less than this from us is not under stress.</summary>
    private const double LeastBytesPerSecond = 64 << 10;

    private readonly ConcurrentDictionary<string, (FilesystemSpot Spot, string Device)> _disks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _folders = new(StringComparer.Ordinal);
    private readonly ClusterFilesystems _filesystems = filesystems.Of(request.Cluster);

    protected override int Tasks => parameters.Workers;

    protected override DiskRecipe? Disk => new(Request.Cluster.Project, Request.Id, Mark, [.. _disks.Values.Select(d => d.Spot)]);

    private string Mark => $"{FolderPrefix}{Request.RunId}-{Request.Id}";

    protected override async Task CheckAsync(NodeRuntime node, NodeCgroup cgroup, CancellationToken cancellationToken)
    {
        var mount = await OwnFilesystem.FindAsync(States.Docker, node, parameters.Path, cancellationToken);
        var spot = new FilesystemSpot(node.Node, node.ContainerId, mount.Point, OwnFilesystem.HostPath(node, mount));
        if (!File.Exists(StatOf(mount.Device)))
            throw new FaultRefusedException(
                $"{spot} is {mount.Type}, with no disk behind it whose writes the kernel counts; give the node a volume on one.");
        if (mount.IsReadOnly)
            throw new FaultRefusedException(
                $"{spot} is read-only{(_filesystems.Holder(spot, DiskHold.ReadOnly) is { } other ? $" by {other}" : "")}: nothing can be "
                    + "written to it.");
        var stat = Filesystem.Stat(spot.DirectoryFor(States.Docker, node.Pid)!);
        var (free, needed) = ((long)(stat.BlocksAvailable * stat.FragmentSize), parameters.Workers * parameters.FileBytes);
        if (needed > free / 2)
            throw new FaultRefusedException(
                $"{spot} has {free / MiB:0.0} MiB free, and files of {needed / MiB:0.0} MiB would take more than half of it; write a "
                    + "smaller 'size', or use disk-fill.");
        _disks[node.Node] = (spot, mount.Device);
    }

    protected override (string Script, IReadOnlyDictionary<string, string> Environment) Work(NodeRuntime node)
    {
        var folder = _folders[node.Node] = Path.Combine(_disks[node.Node].Spot.DirectoryFor(States.Docker, node.Pid)!, Mark);
        return (WriteScript.For(parameters), new Dictionary<string, string> { [WriteScript.FolderVariable] = folder });
    }

    /// <summary>A worker makes its file when it opens it.</summary>
    protected override bool IsInForce(string node, StressGroup group) =>
        _folders.GetValueOrDefault(node) is { } folder && Directory.Exists(folder)
            && Directory.GetFiles(folder).Length == parameters.Workers;

    /// <summary>A writer that waits for a frozen filesystem ends while it is lifted for this.</summary>
    protected override async Task CleanAsync(string node, CancellationToken cancellationToken)
    {
        if (!_disks.TryGetValue(node, out var disk)) return;
        Task StartAsync() => Containers.LetGoAsync(Request.Id, node, start: true, cancellationToken);
        if (await disk.Spot.ReachAsync(States.Docker, StartAsync, cancellationToken) is null) return;
        await _filesystems.WriteAsync(disk.Spot, top => DiskRecipe.Delete(top, Mark), cancellationToken);
    }

    protected override async Task<Proof> MeasureAsync(string node, StressGroup group, CancellationToken cancellationToken)
    {
        var (spot, device) = _disks[node];
        if (_filesystems.Holder(spot, DiskHold.Frozen) is { } stalled)
            return new(group.Processes().Count > 0, $"{group.Processes().Count} processes of ours wait for {spot}, stalled by {stalled}");
        var (from, ours, all) = (States.Time.GetTimestamp(), WrittenBy(group), WrittenTo(device));
        await Task.Delay(IoStressParameters.Watch, States.Time, cancellationToken);
        var seconds = States.Time.GetElapsedTime(from).TotalSeconds;
        var (own, disk) = ((WrittenBy(group) - ours) / seconds, (WrittenTo(device) - all) / seconds);
        return new(
            own >= LeastBytesPerSecond && disk >= LeastBytesPerSecond,
            string.Create(
                CultureInfo.InvariantCulture,
                $"writers of ours gave {spot} {own / MiB:0.0} MiB/s (least: {LeastBytesPerSecond / MiB:0.00}) over {seconds:0.0} s; its "
                + $"disk took {disk / MiB:0.0} MiB/s of all"));
    }

    protected override async Task<Proof> RestAsync(string node, NodeCgroup cgroup, CancellationToken cancellationToken)
    {
        var (spot, device) = _disks[node];
        if (await spot.DirectoryAsync(States.Docker, cancellationToken) is not { } directory)
            return new(false, $"{spot} cannot be looked at");
        if (Directory.Exists(Path.Combine(directory, Mark))) return new(false, $"{spot} still has our folder");
        var (from, before) = (States.Time.GetTimestamp(), WrittenTo(device));
        await Task.Delay(IoStressParameters.Watch / 4, States.Time, cancellationToken);
        var disk = (WrittenTo(device) - before) / States.Time.GetElapsedTime(from).TotalSeconds;
        return new(true, string.Create(CultureInfo.InvariantCulture, $"the disk of {spot} took {disk / MiB:0.0} MiB/s"));
    }

    /// <summary>A process' count holds those that it has waited for.</summary>
    private static long WrittenBy(StressGroup group) => group.Processes().Sum(WrittenBy);

    private static long WrittenBy(int pid)
    {
        try
        {
            const string Name = "write_bytes: ";
            return long.Parse(
                File.ReadLines($"/proc/{pid}/io").First(l => l.StartsWith(Name, StringComparison.Ordinal))[Name.Length..],
                CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>The seventh number of a block device's <c>stat</c>: sectors of 512 bytes written to it.</summary>
    private static long WrittenTo(string device)
    {
        var stat = File.ReadAllText(StatOf(device)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return 512 * long.Parse(stat[6], CultureInfo.InvariantCulture);
    }

    private static string StatOf(string device) => $"/sys/dev/block/{device}/stat";
}
