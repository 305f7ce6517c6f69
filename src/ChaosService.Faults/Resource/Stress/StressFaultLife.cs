using System.Collections.Concurrent;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Container;
using ChaosService.Faults.Disk;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Resource.Stress;

/// <summary>
/// The common part of faults that run something in a node: it starts in control groups of the fault's own, starts again with the node,
/// and is ended by its group.
/// </summary>
internal abstract class StressFaultLife(FaultRequest request, string kind, ContainerStates states, NodeLimits limits)
    : ContainerFaultLife(request, states)
{
    private static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(10);

    /// <summary>The engine takes this long to say that a node ended, and what was in it with it.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Turns _turns = new();

    /// <summary>Nodes that are to be stressed, with the end of what runs there now; null: nothing does.</summary>
    private readonly ConcurrentDictionary<string, CancellationTokenSource?> _stressed = new(StringComparer.Ordinal);

    /// <summary>Why it ended by itself, by node.</summary>
    private readonly ConcurrentDictionary<string, string> _ended = new(StringComparer.Ordinal);

    /// <summary>What the kernel ended there on its account, by node: the node itself may have gone with it.</summary>
    private readonly ConcurrentDictionary<string, string> _causes = new(StringComparer.Ordinal);

    private bool _listens;

    protected string Name { get; } = StressGroup.NameOf(request.RunId, request.Id);

    /// <summary>Of the processes that always run.</summary>
    protected abstract int Tasks { get; }

    /// <summary>Files that the work makes; null: none.</summary>
    protected virtual DiskRecipe? Disk => null;

    /// <summary>Throws <see cref="FaultRefusedException"/> where the stress makes no sense.</summary>
    protected abstract Task CheckAsync(NodeRuntime node, NodeCgroup cgroup, CancellationToken cancellationToken);

    /// <summary>For <c>/bin/sh</c>, with its environment.</summary>
    protected abstract (string Script, IReadOnlyDictionary<string, string> Environment) Work(NodeRuntime node);

    protected abstract Task<Proof> MeasureAsync(string node, StressGroup group, CancellationToken cancellationToken);

    /// <summary>All that was asked for has begun.</summary>
    protected virtual bool IsInForce(string node, StressGroup group) => group.Processes().Count > Tasks;

    /// <summary>What the node uses by itself, once the stress is over.</summary>
    protected abstract Task<Proof> RestAsync(string node, NodeCgroup cgroup, CancellationToken cancellationToken);

    /// <summary>Why the work ended, when the kernel says so; looked at while the group is there.</summary>
    protected virtual string? Cause(string node, StressGroup group) => null;

    /// <summary>Called when the work has been asked to end, and may not have ended yet.</summary>
    protected virtual Task CleanAsync(string node, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task CheckAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        if (NodeCgroup.Of(node.Pid, limits.Root) is not { } cgroup)
            throw new FaultRefusedException($"{node.Node} does not run: there is nothing to stress.");
        if (cgroup.DirectoryOf("cpu") is null || cgroup.DirectoryOf("memory") is null)
            throw new FaultRefusedException(
                $"The control group of {node.Node} cannot be found below {limits.Root}; run the service on the host, or in a container "
                    + "with pid: host, and enable the controllers cpu and memory.");
        return CheckAsync(node, cgroup, cancellationToken);
    }

    protected override RevertRecipe Recipe(IEnumerable<NodeRuntime> nodes) =>
        new StressRecipe(ContainerRecipe.For(Request, nodes), Name, Disk).ToRevertRecipe(kind);

    protected override Task InjectAsync(string node, CancellationToken cancellationToken)
    {
        lock (_turns)
        {
            if (!_listens) Request.Cluster.NodeStarted += StartAgain;
            _listens = true;
        }
        _stressed[node] = null;
        return _turns.TakeAsync(node, () => StartAsync(node, cancellationToken), cancellationToken);
    }

    protected override Task RevertAsync(string node, CancellationToken cancellationToken) => _turns.TakeAsync(
        node,
        async () =>
        {
            if (_stressed.TryRemove(node, out var stop) && stop is not null) await stop.CancelAsync();
            var group = await GroupAsync(node, cancellationToken);
            if (group is not null && CauseOf(node, group) is { } cause) _ended[node] = cause;
            group?.Kill();
            await CleanAsync(node, cancellationToken);
            if (group is not null) await group.EndAsync(States.Time, cancellationToken);
            await Containers.LetGoAsync(Request.Id, node, start: true, cancellationToken);
        },
        cancellationToken);

    protected override async Task<Proof> EffectAsync(string node, CancellationToken cancellationToken)
    {
        var now = await Request.Cluster.InspectAsync(node, cancellationToken);
        // Of a process that has just ended the kernel says another group than before; the engine takes its time to say that it ended.
        if (StressGroup.Of(now.Pid, limits.Root, Name) is { Exists: false } && _stressed.ContainsKey(node))
            now = await AwaitAsync(node, n => n.Pid != now.Pid, EndLimit, cancellationToken);
        if (StressGroup.Of(now.Pid, limits.Root, Name) is not { } group)
            return _causes.TryGetValue(node, out var cause) ? new(true, $"{node} is {Describe(now)}: {cause}")
                : new(false, $"{node} is {Describe(now)}: nothing runs in it");
        if (!group.Exists) return new(false, $"nothing of ours runs in {node}");
        return now.State == NodeState.Paused
            ? new(group.Processes().Count > 0, $"{group.Processes().Count} processes of ours are in {node}, which is paused")
            : await MeasureAsync(node, group, cancellationToken);
    }

    protected override async Task<Proof> RecoveryAsync(string node, CancellationToken cancellationToken)
    {
        if (Containers.Holder(node, Hold.Down) is { } down) return new(true, $"{node} is held down by {down}");
        var now = await AwaitAsync(node, n => n.Pid != 0, cancellationToken);
        if (StressGroup.Of(now.Pid, limits.Root, Name) is not { } group)
            return new(false, $"{node} is {Describe(now)} after the stress was ended");
        if (group.Exists) return new(false, $"{group.Processes().Count} processes of ours are still in {node}");
        var ended = _ended.TryGetValue(node, out var cause) ? $"; {cause}" : "";
        var rest = await RestAsync(node, group.Node, cancellationToken);
        return new(rest.Seen, $"nothing of ours runs in {node}, which is {Describe(now)}; {rest.Evidence}{ended}");
    }

    private async Task<StressGroup?> GroupAsync(string node, CancellationToken cancellationToken) =>
        StressGroup.Of((await Request.Cluster.InspectAsync(node, cancellationToken)).Pid, limits.Root, Name);

    /// <summary>A node that is down gets it when it starts.</summary>
    private async Task StartAsync(string node, CancellationToken cancellationToken)
    {
        var now = await Request.Cluster.InspectAsync(node, cancellationToken);
        if (!_stressed.ContainsKey(node) || StressGroup.Of(now.Pid, limits.Root, Name) is not { } group) return;
        group.Make(Tasks);
        var stop = new CancellationTokenSource();
        _stressed[node] = stop;
        var (script, environment) = Work(now);
        var running = CommandRunner.RunAsync(StressCommand.For(now.Pid, group.Directories, script, environment), stop.Token);
        await UntilInForceAsync(node, group, running, cancellationToken);
        CauseOf(node, group);
        _ = WatchAsync(node, now.Pid, group, running);
    }

    /// <summary>What has joined and takes long is let be: the effect's measure says how far it came.</summary>
    private async Task UntilInForceAsync(
        string node, StressGroup group, Task<CommandResult> running, CancellationToken cancellationToken)
    {
        for (var from = States.Time.GetTimestamp(); !IsInForce(node, group);)
        {
            if (running.IsCompleted)
                throw new IOException($"What was to stress {node} ended at once: {(await running).Error.Trim()}");
            if (States.Time.GetElapsedTime(from) > JoinLimit)
            {
                if (group.Processes().Count > 0) return;
                throw new IOException($"No process of ours joined the control group of {node} within {JoinLimit.TotalSeconds:0} s.");
            }
            await Task.Delay(Pause, States.Time, cancellationToken);
        }
    }

    /// <summary>Ended by the kernel, or by something in the node; not by us, and not with the node.</summary>
    private async Task WatchAsync(string node, int pid, StressGroup group, Task<CommandResult> running)
    {
        try
        {
            var result = await running;
            var cause = CauseOf(node, group) ?? $"it exited with {result.ExitCode} {result.Error.Trim()}".TrimEnd();
            await Task.Delay(EndLimit, States.Time);
            if (!_stressed.ContainsKey(node) || (await Request.Cluster.InspectAsync(node, CancellationToken.None)).Pid != pid) return;
            _ended[node] = cause;
            Tell($"what stressed {node} ended before its time: {cause}");
        }
        catch (OperationCanceledException)
        {
            // It was told to end.
        }
        catch (Exception e)
        {
            Tell($"what stressed {node} cannot be watched any more: {e.Message}");
        }
    }

    /// <summary>Null also when the group went with the node meanwhile.</summary>
    private string? CauseOf(string node, StressGroup group)
    {
        try
        {
            if (group.Exists && Cause(node, group) is { } cause) return _causes[node] = cause;
        }
        catch (IOException)
        {
            // It went while it was read.
        }
        return null;
    }

    private void StartAgain(string node) => _ = Restarts.PutBackAsync(
        States.Time, limit => StartAgainAsync(node, limit), e => Tell($"{node} restarted and could not be stressed again: {e.Message}"));

    private async Task StartAgainAsync(string node, CancellationToken limit)
    {
        if (!_stressed.ContainsKey(node)) return;
        await _turns.TakeAsync(node, () => StartAsync(node, limit), limit);
        if (_stressed.ContainsKey(node)) Tell($"{node} restarted and is stressed again");
    }
}
