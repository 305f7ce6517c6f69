using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Container;

/// <summary>The common part of faults that hold containers down or paused.</summary>
internal abstract class ContainerFaultLife(FaultRequest request, ContainerStates states) : IFault
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public event Action<string>? Interrupted;

    protected FaultRequest Request => request;

    protected ContainerStates States => states;

    protected ClusterContainers Containers { get; } = states.Of(request.Cluster);

    protected IReadOnlyList<string> Nodes { get; } = [.. request.Nodes.Select(n => n.Name)];

    /// <summary>As they were before the fault, by name.</summary>
    protected IReadOnlyDictionary<string, NodeRuntime> Before { get; private set; } = new Dictionary<string, NodeRuntime>();

    protected abstract RevertRecipe Recipe(IEnumerable<NodeRuntime> nodes);

    /// <summary>Throws <see cref="FaultRefusedException"/> for a node on which the fault makes no sense.</summary>
    protected abstract Task CheckAsync(NodeRuntime node, CancellationToken cancellationToken);

    protected abstract Task InjectAsync(string node, CancellationToken cancellationToken);

    protected abstract Task RevertAsync(string node, CancellationToken cancellationToken);

    protected abstract Task<Proof> EffectAsync(string node, CancellationToken cancellationToken);

    protected abstract Task<Proof> RecoveryAsync(string node, CancellationToken cancellationToken);

    public async Task<RevertRecipe> PrepareAsync(CancellationToken cancellationToken)
    {
        var before = new Dictionary<string, NodeRuntime>(StringComparer.Ordinal);
        foreach (var name in Nodes)
        {
            var node = await request.Cluster.InspectAsync(name, cancellationToken);
            if (node.State == NodeState.Gone)
                throw new FaultRefusedException(
                    Containers.Holder(name, Hold.Down) is { } holder ? $"{name} has no container while {holder} is in force."
                        : $"{name} has no container; bring the target up again.");
            await CheckAsync(node, cancellationToken);
            before[name] = node;
        }
        Before = before;
        return Recipe(before.Values);
    }

    public Task InjectAsync(CancellationToken cancellationToken) => Task.WhenAll(Nodes.Select(n => InjectAsync(n, cancellationToken)));

    public Task RevertAsync(CancellationToken cancellationToken) => Task.WhenAll(Nodes.Select(n => RevertAsync(n, cancellationToken)));

    public async Task<Proof> ObserveEffectAsync(CancellationToken cancellationToken) =>
        Proof.All(await Task.WhenAll(Nodes.Select(n => EffectAsync(n, cancellationToken))));

    public async Task<Proof> ObserveRecoveryAsync(CancellationToken cancellationToken) =>
        Proof.All(await Task.WhenAll(Nodes.Select(n => RecoveryAsync(n, cancellationToken))));

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected void Tell(string sentence) => Interrupted?.Invoke(sentence);

    /// <summary>Waits until the node is as wanted; the node as it was last, in any case.</summary>
    protected Task<NodeRuntime> AwaitAsync(string node, Func<NodeRuntime, bool> wanted, CancellationToken cancellationToken) =>
        AwaitAsync(node, wanted, Patience, cancellationToken);

    /// <inheritdoc cref="AwaitAsync(string, Func{NodeRuntime, bool}, CancellationToken)"/>
    protected async Task<NodeRuntime> AwaitAsync(
        string node, Func<NodeRuntime, bool> wanted, TimeSpan limit, CancellationToken cancellationToken)
    {
        var from = states.Time.GetTimestamp();
        while (true)
        {
            var now = await request.Cluster.InspectAsync(node, cancellationToken);
            if (wanted(now) || states.Time.GetElapsedTime(from) > limit) return now;
            await Task.Delay(Pause, states.Time, cancellationToken);
        }
    }

    /// <summary>Refuses a node that someone else stopped: the undo would start it.</summary>
    protected void RefuseDown(NodeRuntime node)
    {
        if (node.State == NodeState.Exited && Containers.Holder(node.Node, Hold.Down) is null)
            throw new FaultRefusedException(
                $"{node.Node} is down already ({Describe(node)}), and not by a fault: there is nothing to end.");
    }

    protected static string Describe(NodeRuntime node) => node.State switch
    {
        NodeState.Exited => $"exited with {node.ExitCode}",
        var state => state.ToString().ToLowerInvariant(),
    };
}
