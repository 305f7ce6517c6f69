using System.Globalization;
using ChaosService.Docker.Resources;
using ChaosService.Faults.Kernel;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Model.Ids;

namespace ChaosService.Faults.Resource.Stress;

/// <summary>
/// Control groups of one fault's own, below those of a node: what runs in them counts for the node and has its limits, and is known to be
/// ours by nothing but being there.
/// </summary>
internal sealed record StressGroup(NodeCgroup Node, string Name)
{
    private static readonly string[] Controllers = ["cpu", "cpuacct", "memory", "blkio"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static string NameOf(string runId, FaultId faultId) => $"{ProcessTable.GuestGroup}{runId}-{faultId}";

    /// <summary>Null when the node does not run, and nothing in it.</summary>
    public static StressGroup? Of(int pid, string root, string name) => NodeCgroup.Of(pid, root) is { } node ? new(node, name) : null;

    /// <summary>One for each controller that the machine has; a single one in version 2.</summary>
    public IReadOnlyList<string> Directories =>
        [.. Controllers.Select(Node.DirectoryOf).OfType<string>().Distinct().Select(d => Path.Combine(d, Name))];

    public bool Exists => Directories.Any(Directory.Exists);

    /// <param name="tasks">How many always run in it: the group gets as much of the node's CPU as they would without it.</param>
    public void Make(int tasks)
    {
        foreach (var directory in Directories) Directory.CreateDirectory(directory);
        if (Node.DirectoryOf("cpu") is { } cpu && Path.Combine(cpu, Name, "cpu.shares") is var shares && File.Exists(shares))
            File.WriteAllText(shares, $"{1024 * tasks}");
    }

    public IReadOnlyList<int> Processes() => [.. Directories.SelectMany(Listed).Distinct()];

    /// <summary>They may end later: one that waits for a frozen disk does so when it is thawed.</summary>
    public void Kill()
    {
        foreach (var pid in Processes()) ProcessFile.Kill(pid, () => Processes().Contains(pid));
    }

    /// <summary>Returns when nothing is left of it.</summary>
    public async Task EndAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        for (var from = time.GetTimestamp(); !TryRemove();)
        {
            if (time.GetElapsedTime(from) > Patience)
                throw new IOException($"Processes of ours ({string.Join(", ", Processes())}) do not end; look at /proc/<pid>/stack.");
            Kill();
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private bool TryRemove()
    {
        if (Processes().Count > 0) return false;
        try
        {
            foreach (var directory in Directories.Where(Directory.Exists)) Directory.Delete(directory);
            return true;
        }
        catch (IOException)
        {
            // The kernel is still busy with the last one that ended.
            return false;
        }
    }

    private static IEnumerable<int> Listed(string directory)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(directory, "cgroup.procs")).Select(l => int.Parse(l, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return [];
        }
    }
}
