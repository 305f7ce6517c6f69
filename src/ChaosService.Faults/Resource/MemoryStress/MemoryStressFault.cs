using System.Globalization;
using ChaosService.Docker.Resources;
using ChaosService.Faults.Container;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Faults.Resource.Stress;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Resource.MemoryStress;

internal sealed class MemoryStressFault(
    FaultRequest request, MemoryStressParameters parameters, ContainerStates states, NodeLimits limits)
    : StressFaultLife(request, "memory-stress", states, limits)
{
    private const long MiB = 1 << 20;

    /// <summary>What the programs that hold the memory need for themselves is in the measure, too.</summary>
    private const double Slack = 0.1;

    private const long OwnBytes = 2 * MiB;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, (long Bytes, long? Limit, long Killed)> _asked = new(StringComparer.Ordinal);

    protected override int Tasks => 1;

    protected override Task CheckAsync(NodeRuntime node, NodeCgroup cgroup, CancellationToken cancellationToken)
    {
        var limit = LimitOf(cgroup);
        if (limit is null && !(parameters.WithoutLimit && parameters.Bytes is not null))
            throw new FaultRefusedException(
                $"{node.Node} has no memory limit: what it cannot have it would take from the machine and from everything on it. Give it "
                    + $"one (mem_limit, or a memory-limit before), or write 'bytes' and 'withoutLimit: true'.");
        var bytes = parameters.BytesOf(limit);
        var available = AvailableBytes(File.ReadLines("/proc/meminfo"));
        if (bytes > available / 2)
            throw new FaultRefusedException(
                $"{Size(bytes)} for {node.Node} is more than half of the {Size(available)} that this machine has left; write less.");
        _asked[node.Node] = (bytes, limit, Use(cgroup).Killed);
        return Task.CompletedTask;
    }

    /// <summary>
    /// A program that keeps the last lines of its input keeps all of it when there is no line's end in it. When it is ended all is over:
    /// what feeds it would not notice.
    /// </summary>
    protected override (string Script, IReadOnlyDictionary<string, string> Environment) Work(NodeRuntime node) => (
        $"{{ head -c {_asked[node.Node].Bytes} /dev/zero; cat <&3; }} | {{ tail -n 10 > /dev/null; {StressCommand.End}; }}",
        new Dictionary<string, string>());

    protected override bool IsInForce(string node, StressGroup group) => Held(group) >= _asked[node].Bytes || Killed(node, group) > 0;

    protected override async Task<Proof> MeasureAsync(string node, StressGroup group, CancellationToken cancellationToken)
    {
        var asked = _asked[node];
        for (var from = States.Time.GetTimestamp(); !IsInForce(node, group) && States.Time.GetElapsedTime(from) < Patience;)
            await Task.Delay(Pause, States.Time, cancellationToken);
        var (held, killed, use) = (Held(group), Killed(node, group), Use(group.Node));
        var limit = LimitOf(group.Node) is { } some ? $" of {Size(some)}" : "";
        return new(
            killed > 0 || (held >= asked.Bytes && held <= (1 + Slack) * asked.Bytes + OwnBytes),
            $"asked {Size(asked.Bytes)}, measured {Size(held)} held by us; {node} holds {Size(use.HeldBytes)}{limit} in all"
                + Words(killed));
    }

    protected override Task<Proof> RestAsync(string node, NodeCgroup cgroup, CancellationToken cancellationToken) =>
        Task.FromResult(new Proof(true, $"it holds {Size(Use(cgroup).HeldBytes)}"));

    protected override string? Cause(string node, StressGroup group) =>
        Killed(node, group) is > 0 and var killed ? $"the kernel ended {killed} processes for want of memory" : null;

    /// <summary>Processes that the kernel killed for lack of memory, of ours and of the node's: version 1 counts them apart.</summary>
    private long Killed(string node, StressGroup group)
    {
        if (group.Node.DirectoryOf("memory") is not { } directory) return 0;
        // A node that restarted has a new control group, which counts from zero.
        var inNode = Math.Max(0, Use(group.Node).Killed - _asked[node].Killed);
        return inNode + Knob.Counter(Path.Combine(directory, Name, "memory.oom_control"), "oom_kill");
    }

    /// <summary><c>MemAvailable:    1234 kB</c>: without swapping.</summary>
    internal static long AvailableBytes(IEnumerable<string> memoryInfo)
    {
        const string Name = "MemAvailable:";
        var line = memoryInfo.First(l => l.StartsWith(Name, StringComparison.Ordinal));
        return long.Parse(line[Name.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture) * 1024;
    }

    private static long Held(StressGroup group)
    {
        var table = new ProcessTable("/proc");
        return group.Processes().Sum(p => table.Usage(p)?.MemoryBytes ?? 0);
    }

    private static MemoryUse Use(NodeCgroup cgroup) => cgroup.DirectoryOf("memory") is { } directory
        ? MemoryUse.Of(directory, cgroup.IsVersion2("memory"))
        : throw new IOException("The node's control group is gone, and the node with it.");

    private static long? LimitOf(NodeCgroup cgroup) => MemoryKnob.Instance.PathIn(cgroup) is { } file
        ? MemoryKnob.Instance.Amount(Knob.Read(file), Path.GetDirectoryName(file)!, cgroup.IsVersion2("memory"))
        : null;

    private static string Words(long killed) => killed == 0 ? "" : $"; the kernel ended {killed:N0} processes for want of memory";

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)MiB:0.0} MiB");
}
