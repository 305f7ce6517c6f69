using ChaosService.Faults.Container;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Resource.Cgroups;

/// <summary>The common part of faults that limit a node by its control group.</summary>
internal abstract class LimitFaultLife(FaultRequest request, string kind, Knob knob, ContainerStates states, NodeLimits limits)
    : ContainerFaultLife(request, states)
{
    private readonly Dictionary<string, (long Amount, string Found, string Set)> _asked = new(StringComparer.Ordinal);

    protected ClusterLimits Limits { get; } = limits.Of(request.Cluster);

    /// <summary>How much the node gets. Throws <see cref="FaultRefusedException"/> where that makes no sense.</summary>
    protected abstract long AmountFor(NodeRuntime node, string directory, bool version2);

    /// <summary>Measures beyond what the file says: that the kernel keeps to it, or does not any more.</summary>
    /// <param name="amount">The active amount; null: no fault's.</param>
    protected abstract Task<Proof> MeasureAsync(string node, NodeCgroup cgroup, long? amount, CancellationToken cancellationToken);

    protected override Task CheckAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        if (NodeCgroup.Of(node.Pid, limits.Root) is not { } cgroup)
            throw new FaultRefusedException($"{node.Node} does not run, and has no control group to limit.");
        if (knob.PathIn(cgroup) is not { } file)
            throw new FaultRefusedException(
                $"The control group of {node.Node} cannot be found below {limits.Root}, or has no controller '{knob.Controller}'; run the "
                    + "service on the host, or in a container with pid: host, and enable the controller.");
        var (directory, version2) = (Path.GetDirectoryName(file)!, cgroup.IsVersion2(knob.Controller));
        var found = Limits.FoundBefore(node.Node, knob) ?? Knob.Read(file);
        var amount = AmountFor(node, directory, version2);
        if (knob.Amount(found, directory, version2) is { } allowed && allowed <= amount)
            throw new FaultRefusedException(
                $"{node.Node} has no more than {knob.Words(allowed)} already, so {knob.Words(amount)} would be no limit.");
        _asked[node.Node] = (amount, found, knob.Text(amount, found, directory, version2));
        return Task.CompletedTask;
    }

    protected override RevertRecipe Recipe(IEnumerable<NodeRuntime> nodes) => new LimitRecipe(
        Request.Cluster.Project, Request.Id,
        [.. nodes.Select(n => new LimitRecipe.Limited(n.Node, n.ContainerId, _asked[n.Node].Found, _asked[n.Node].Set))])
        .ToRevertRecipe(kind);

    protected override Task InjectAsync(string node, CancellationToken cancellationToken) =>
        Limits.HoldAsync(Request.Id, node, knob, _asked[node].Amount, Tell, cancellationToken);

    protected override async Task RevertAsync(string node, CancellationToken cancellationToken)
    {
        await Limits.LetGoAsync(Request.Id, node, knob, cancellationToken);
        await Containers.LetGoAsync(Request.Id, node, start: true, cancellationToken);
    }

    protected override async Task<Proof> EffectAsync(string node, CancellationToken cancellationToken)
    {
        var now = await Request.Cluster.InspectAsync(node, cancellationToken);
        if (Value(now) is not { } value) return new(false, $"{node} is {Describe(now)}, and has no control group");
        var allowed = value.Allowed is { } some ? $"{node} gets {knob.Words(some)}" : $"{node} gets as much as there is";
        var asked = $"(asked: {knob.Words(_asked[node].Amount)})";
        if (value.Allowed is null || value.Allowed > _asked[node].Amount) return new(false, $"{allowed} {asked}");
        if (now.State == NodeState.Paused) return new(true, $"{allowed} {asked}; it is paused, so nothing was measured");
        var measured = await MeasureAsync(node, value.Cgroup, value.Allowed, cancellationToken);
        return new(measured.Seen, $"{allowed} {asked}; {measured.Evidence}");
    }

    protected override async Task<Proof> RecoveryAsync(string node, CancellationToken cancellationToken)
    {
        if (Containers.Holder(node, Hold.Down) is { } down) return new(true, $"{node} is held down by {down}");
        var now = await AwaitAsync(node, n => n.Pid != 0, cancellationToken);
        if (Value(now) is not { } value) return new(false, $"{node} is {Describe(now)} after its limit was taken off");
        if (Limits.Holder(node, knob) is { } other) return new(true, $"{node} is still limited by {other}");
        if (value.Text != _asked[node].Found)
            return new(false, $"the control group of {node} says '{value.Text}', not '{_asked[node].Found}' as before");
        var back = $"{node} has '{value.Text}' as before";
        if (now.State == NodeState.Paused) return new(true, $"{back}; it is paused, so nothing was measured");
        var measured = await MeasureAsync(node, value.Cgroup, null, cancellationToken);
        return new(measured.Seen, $"{back}; {measured.Evidence}");
    }

    private (NodeCgroup Cgroup, string Text, long? Allowed)? Value(NodeRuntime node)
    {
        if (NodeCgroup.Of(node.Pid, limits.Root) is not { } cgroup || knob.PathIn(cgroup) is not { } file) return null;
        var text = Knob.Read(file);
        return (cgroup, text, knob.Amount(text, Path.GetDirectoryName(file)!, cgroup.IsVersion2(knob.Controller)));
    }
}
