using System.Collections.Concurrent;
using System.Collections.Immutable;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet.Models;

namespace ChaosService.Faults.Container.CrashLoop;

/// <summary>
/// Holds the node down, releases it, and holds it down again. So it behaves with other faults as each of its kills would: a node that they
/// hold down is not started.
/// </summary>
internal sealed class CrashLoopFault(FaultRequest request, CrashLoopParameters parameters, ContainerStates states)
    : DownFaultLife(request, states)
{
    private const int Enough = 2;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    // The engine starts a container in 0.3 s, and took more than 4 s on a machine with a load of 23.
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, Task> _loops = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableList<End>> _ends = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    protected override RevertRecipe Recipe(IEnumerable<NodeRuntime> nodes) =>
        ContainerRecipe.For(Request, nodes).ToRevertRecipe("container-crash-loop", "start");

    protected override async Task InjectAsync(string node, CancellationToken cancellationToken)
    {
        await base.InjectAsync(node, cancellationToken);
        _loops[node] = LoopAsync(node, _stop.Token);
    }

    protected override async Task EndAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        await States.Docker.Containers.KillContainerAsync(
            node.ContainerId, new ContainerKillParameters { Signal = $"SIG{parameters.Signal}" }, cancellationToken);
        var now = await AwaitAsync(node.Node, n => n.Pid != node.Pid, cancellationToken);
        if (now.Pid == node.Pid) return;
        var end = new End(node.Pid, now.ExitCode, States.Time.GetTimestamp());
        _ends.AddOrUpdate(node.Node, [end], (_, before) => before.Add(end));
    }

    protected override async Task<Proof> EffectAsync(string node, CancellationToken cancellationToken)
    {
        var from = States.Time.GetTimestamp();
        var patience = parameters.Up + parameters.Pause + StartPatience;
        while (_loops.ContainsKey(node) && EndsOf(node).Count < Enough && States.Time.GetElapsedTime(from) < patience)
            await Task.Delay(Look, States.Time, cancellationToken);
        var ends = EndsOf(node);
        var asked = Quantity.Format(parameters.Up + parameters.Pause);
        if (ends.Count < Enough)
            return new(false, $"{node} ended {ends.Count} times after SIG{parameters.Signal}, asked {Enough} at least, {asked} apart");
        var apart = States.Time.GetElapsedTime(ends[0].At, ends[^1].At) / (ends.Count - 1);
        return new(
            true,
            $"{node} ended {ends.Count} times (SIG{parameters.Signal}, exited with "
                + $"{string.Join(", ", ends.Select(e => e.ExitCode).Distinct())}, pids "
                + $"{string.Join(", ", ends.Select(e => e.Pid))}), asked {asked} apart and its start, measured "
                + $"{apart.TotalSeconds:0.00} s");
    }

    protected override async Task RevertAsync(string node, CancellationToken cancellationToken)
    {
        await StopAsync();
        await base.RevertAsync(node, cancellationToken);
    }

    /// <summary>It runs longer than the loop would have allowed.</summary>
    protected override async Task<Proof> RecoveryAsync(string node, CancellationToken cancellationToken)
    {
        var runs = await base.RecoveryAsync(node, cancellationToken);
        if (!runs.Seen || Containers.Holder(node, Hold.Down) is not null) return runs;
        var before = (await Request.Cluster.InspectAsync(node, cancellationToken)).Pid;
        var watch = parameters.Up * 1.5;
        await Task.Delay(watch, States.Time, cancellationToken);
        var now = await Request.Cluster.InspectAsync(node, cancellationToken);
        return now.Pid == before || Containers.Holder(node, Hold.Down) is not null
            ? runs with { Evidence = $"{runs.Evidence} and was not ended in {Quantity.Format(watch)}" }
            : new(false, $"{node} ran again (pid {before}) and ended within {Quantity.Format(watch)}: {Describe(now)}");
    }

    public override async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        await base.DisposeAsync();
    }

    private async Task LoopAsync(string node, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await WhileDownAsync(node, stop);
                await Containers.LetGoAsync(Request.Id, node, start: true, stop);
                await Task.Delay(parameters.Up, States.Time, stop);
                await base.InjectAsync(node, stop);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                Tell($"{node} was not ended once: {e.Message}");
            }
        }
    }

    /// <summary>Ends early when someone else starts the node, which is then killed again.</summary>
    private async Task WhileDownAsync(string node, CancellationToken stop)
    {
        var from = States.Time.GetTimestamp();
        do await Task.Delay(Look, States.Time, stop);
        while (Request.Cluster.LastKnown(node).Pid == 0 && States.Time.GetElapsedTime(from) < parameters.Pause);
    }

    private ImmutableList<End> EndsOf(string node) => _ends.GetValueOrDefault(node, []);

    private async Task StopAsync()
    {
        if (!_stop.IsCancellationRequested) await _stop.CancelAsync();
        foreach (var loop in _loops.Values) await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private sealed record End(int Pid, int ExitCode, long At);
}
