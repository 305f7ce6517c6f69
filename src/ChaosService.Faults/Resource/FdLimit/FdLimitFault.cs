using System.Collections.Concurrent;
using ChaosService.Faults.Container;
using ChaosService.Faults.Process;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Resource.FdLimit;

internal sealed class FdLimitFault(
    FaultRequest request, FdLimitParameters parameters, ContainerStates states,
    ConcurrentDictionary<(ProjectName Project, string Node), string> holders) : ContainerFaultLife(request, states)
{
    private readonly List<FdLimitRecipe.Limited> _limited = [];
    private readonly ConcurrentDictionary<string, bool> _inForce = new(StringComparer.Ordinal);

    private FdLimitRecipe _recipe = new(ContainerRecipe.For(request, []), []);

    protected override Task CheckAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        if (holders.TryGetValue((Request.Cluster.Project, node.Node), out var other))
            throw new FaultRefusedException($"The open files of {node.Node} are limited already by {other}; wait for that fault.");
        var processes = NodeProcess.Of(node.Pid);
        if (processes.Count == 0) throw new FaultRefusedException($"{node.Node} does not run, and nothing in it has files open.");
        _limited.RemoveAll(l => l.Node == node.Node);
        foreach (var process in processes)
        {
            if (OpenFileLimit.Of(process.Pid) is not { } limit) continue;
            var set = OpenFileLimit.Leaving(parameters.Leave, OpenFileLimit.Open(process.Pid));
            if (set >= limit.Soft)
                throw new FaultRefusedException(
                    $"{process.Name} of {node.Node} (pid {process.Pid}) may have no more than {limit.Soft:N0} files open already, so "
                        + $"{set:N0} would be no limit.");
            _limited.Add(new(node.Node, process, limit.Soft, set));
        }
        return Task.CompletedTask;
    }

    protected override RevertRecipe Recipe(IEnumerable<NodeRuntime> nodes)
    {
        _recipe = new(ContainerRecipe.For(Request, nodes), [.. _limited]);
        return _recipe.ToRevertRecipe("fd-limit");
    }

    protected override Task InjectAsync(string node, CancellationToken cancellationToken)
    {
        if (holders.GetOrAdd((Request.Cluster.Project, node), Request.Id) is var holder && holder != Request.Id)
            throw new FaultRefusedException($"The open files of {node} are limited already by {holder}; wait for that fault.");
        if (_inForce.IsEmpty) Request.Cluster.NodeStarted += TellOfRestart;
        _inForce[node] = true;
        foreach (var limited in Own(node).Where(l => l.Process.Runs())) OpenFileLimit.SetSoft(limited.Process.Pid, limited.Set);
        return Task.CompletedTask;
    }

    protected override async Task RevertAsync(string node, CancellationToken cancellationToken)
    {
        // What was refused at the last moment is another fault's.
        if (_inForce.ContainsKey(node)) _recipe.Restore(node, (await Request.Cluster.InspectAsync(node, cancellationToken)).Pid);
        _inForce.TryRemove(node, out _);
        if (_inForce.IsEmpty) Request.Cluster.NodeStarted -= TellOfRestart;
        holders.TryRemove(KeyValuePair.Create((Request.Cluster.Project, node), Request.Id.Text));
        await Containers.LetGoAsync(Request.Id, node, start: true, cancellationToken);
    }

    protected override Task<Proof> EffectAsync(string node, CancellationToken cancellationToken)
    {
        var running = Own(node).Where(l => l.Process.Runs()).ToList();
        if (running.Count == 0) return Task.FromResult(new Proof(false, $"no process that was limited runs in {node} any more"));
        return Task.FromResult(Proof.All([.. running.Select(Look)]));
    }

    protected override async Task<Proof> RecoveryAsync(string node, CancellationToken cancellationToken)
    {
        if (Containers.Holder(node, Hold.Down) is { } down) return new(true, $"{node} is held down by {down}");
        var now = await AwaitAsync(node, n => n.Pid != 0, cancellationToken);
        if (now.Pid == 0) return new(false, $"{node} is {Describe(now)} after its limit was taken off");
        var processes = NodeProcess.Of(now.Pid);
        var left = processes.Where(p => OpenFileLimit.Of(p.Pid) is { } limit && _recipe.FoundOf(node, p, limit.Soft) is not null).ToList();
        var soft = processes.Select(p => OpenFileLimit.Of(p.Pid)?.Soft).OfType<ulong>().Distinct().Select(s => $"{s:N0}");
        return left.Count > 0
            ? new(false, $"{string.Join(", ", left.Select(p => p.Name))} of {node} may still open no more files")
            : new(true, $"{processes.Count} processes of {node} may have {string.Join(" or ", soft)} files open, as before");
    }

    private IEnumerable<FdLimitRecipe.Limited> Own(string node) => _limited.Where(l => l.Node == node);

    /// <summary>Read back, and counted: what the process can still open.</summary>
    private Proof Look(FdLimitRecipe.Limited limited)
    {
        var (pid, name) = (limited.Process.Pid, limited.Process.Name);
        var (open, soft) = (OpenFileLimit.Open(pid), OpenFileLimit.Of(pid)?.Soft ?? 0);
        var free = OpenFileLimit.Free(soft, open);
        return new(
            soft == limited.Set,
            $"{name} of {limited.Node} (pid {pid}) has {open.Count:N0} files open and can open {free:N0} more (asked: "
                + $"{parameters.Leave:N0} more than when it began; limit {soft:N0}, before {limited.Found:N0})");
    }

    private void TellOfRestart(string node)
    {
        if (_inForce.ContainsKey(node)) Tell($"{node} restarted: its new processes are not limited");
    }
}
