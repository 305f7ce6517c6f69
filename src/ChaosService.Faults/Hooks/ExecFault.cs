using System.Collections.Concurrent;
using ChaosService.Faults.Container;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Hooks;

/// <param name="notAllowed">Why nothing may be run here; null: it may.</param>
internal sealed class ExecFault(FaultRequest request, ExecParameters parameters, ContainerStates states, string? notAllowed)
    : ContainerFaultLife(request, states)
{
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ProbePause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, HookResult> _done = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _undone = new(StringComparer.Ordinal);
    private readonly HookRunner _runner = new(states.Docker, states.Time);

    protected override RevertRecipe Recipe(IEnumerable<NodeRuntime> nodes)
    {
        Request.Cluster.NodeStarted -= LookAgain;
        Request.Cluster.NodeStarted += LookAgain;
        return new ExecRecipe(parameters.Undo, [.. nodes.Select(Call)]).ToRevertRecipe();
    }

    protected override async Task CheckAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        if (notAllowed is not null) throw new FaultRefusedException($"{node.Node}: {notAllowed}.");
        if (parameters.Where == HookPlace.Node && node.State != NodeState.Running)
            throw new FaultRefusedException($"{node.Node} is {Describe(node)}: no command can run in it.");
        var probe = await _runner.RunAsync(Call(node), parameters.Probe, cancellationToken);
        if (probe.ExitCode == 0)
            throw new FaultRefusedException(
                $"{node.Node}: {probe.Sentence("probe")} before the command was run, so it would prove nothing; write one that exits with "
                    + "0 only while the fault is in force.");
    }

    protected override async Task InjectAsync(string node, CancellationToken cancellationToken)
    {
        _undone.TryRemove(node, out _);
        var result = await _runner.RunAsync(await CallAsync(node, cancellationToken), parameters.Command, cancellationToken);
        _done[node] = result;
        if (result.ExitCode != 0) throw new InvalidOperationException($"{node}: {result.Sentence("command")}");
    }

    protected override async Task<Proof> EffectAsync(string node, CancellationToken cancellationToken)
    {
        var probe = await ProbeAsync(node, inForce: true, cancellationToken);
        var done = _done.TryGetValue(node, out var command) ? $"{command.Sentence("command")}; " : "";
        return new(probe.ExitCode == 0, $"{node}: {done}{probe.Sentence("probe")}");
    }

    protected override async Task RevertAsync(string node, CancellationToken cancellationToken)
    {
        if (_undone.ContainsKey(node)) return;
        var leftovers = new ExecLeftovers(States.Docker, States.Time);
        await leftovers.UndoAsync(parameters.Undo, await CallAsync(node, cancellationToken), cancellationToken);
        _undone[node] = true;
    }

    protected override async Task<Proof> RecoveryAsync(string node, CancellationToken cancellationToken)
    {
        if (parameters.Where == HookPlace.Node)
        {
            var now = await Request.Cluster.InspectAsync(node, cancellationToken);
            if (now.State != NodeState.Running) return new(true, $"{node} is {Describe(now)}, and nothing in it");
        }
        var probe = await ProbeAsync(node, inForce: false, cancellationToken);
        return new(probe.ExitCode is not (0 or HookResult.OutOfTime), $"{node}: {probe.Sentence("probe")} after the undo");
    }

    public override ValueTask DisposeAsync()
    {
        Request.Cluster.NodeStarted -= LookAgain;
        return base.DisposeAsync();
    }

    /// <summary>As wanted as soon as it is; the last one in any case.</summary>
    private async Task<HookResult> ProbeAsync(string node, bool inForce, CancellationToken cancellationToken)
    {
        for (var from = States.Time.GetTimestamp(); ;)
        {
            var probe = await _runner.RunAsync(await CallAsync(node, cancellationToken), parameters.Probe, cancellationToken);
            if (probe.ExitCode == 0 == inForce || States.Time.GetElapsedTime(from) > ProbePatience) return probe;
            await Task.Delay(ProbePause, States.Time, cancellationToken);
        }
    }

    private void LookAgain(string node)
    {
        if (Nodes.Contains(node) && _done.ContainsKey(node) && !_undone.ContainsKey(node)) _ = LookAgainAsync(node);
    }

    /// <summary>Only its author knows whether a command may be run twice, so it is not; what is left of it is said.</summary>
    private async Task LookAgainAsync(string node)
    {
        using var limit = new CancellationTokenSource(parameters.Timeout + ProbePatience, States.Time);
        try
        {
            var probe = await _runner.RunAsync(await CallAsync(node, limit.Token), parameters.Probe, limit.Token);
            Tell($"{node} restarted, its command was not run again, and {probe.Sentence("probe")}");
        }
        catch (Exception e)
        {
            Tell($"{node} restarted, its command was not run again, and whether it is in force is unknown: {e.Message}");
        }
    }

    private async Task<HookCall> CallAsync(string node, CancellationToken cancellationToken)
    {
        var now = await Request.Cluster.InspectAsync(node, cancellationToken);
        return Call(now.State == NodeState.Gone ? Before[node] : now);
    }

    private HookCall Call(NodeRuntime node) => HookCall.For(Request, parameters, node);
}
