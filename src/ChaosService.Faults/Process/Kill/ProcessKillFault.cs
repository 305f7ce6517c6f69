using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;
using ChaosService.Faults.Container;
using ChaosService.Faults.Kernel;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Process.Kill;

internal sealed class ProcessKillFault(FaultRequest request, ProcessKillParameters parameters, ContainerStates states)
    : ContainerFaultLife(request, states)
{
    private const int NoSuchProcess = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, IReadOnlyList<NodeProcess>> _killed = new(StringComparer.Ordinal);

    protected override RevertRecipe Recipe(IEnumerable<NodeRuntime> nodes) =>
        ContainerRecipe.For(Request, nodes).ToRevertRecipe("process-kill", "start, if it died,");

    protected override Task CheckAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        if (node.Pid == 0) throw new FaultRefusedException($"{node.Node} does not run, and nothing in it.");
        var all = NodeProcess.Of(node.Pid);
        var named = all.Where(p => p.Name == parameters.Process).ToList();
        if (named.Count == 0)
            throw new FaultRefusedException(
                $"{node.Node} has no process {parameters.Process}; it has "
                    + $"{string.Join(", ", all.Select(p => p.Name).Distinct().Order())}.");
        if (named.All(p => p.InnerPid == 1))
            throw new FaultRefusedException(
                $"{parameters.Process} is the first process of {node.Node}, and the container ends with it; use container-kill.");
        return Task.CompletedTask;
    }

    protected override async Task InjectAsync(string node, CancellationToken cancellationToken)
    {
        var victims = Named((await Request.Cluster.InspectAsync(node, cancellationToken)).Pid);
        _killed[node] = victims;
        foreach (var victim in victims.Where(v => v.Runs()))
        {
            if (Libc.Kill(victim.Pid, Signals.Numbers[parameters.Signal]) == 0) continue;
            // One that has ended in the meantime is what was wanted.
            if (Marshal.GetLastPInvokeError() is not NoSuchProcess and var error)
                throw new Win32Exception(
                    error, $"{victim.Name} of {node} (pid {victim.Pid}) cannot be signalled: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    protected override async Task<Proof> EffectAsync(string node, CancellationToken cancellationToken)
    {
        var victims = _killed.GetValueOrDefault(node) ?? [];
        await UntilAsync(() => !victims.Any(v => v.Runs()), cancellationToken);
        var left = victims.Where(v => v.Runs()).ToList();
        return victims.Count == 0
            ? new(false, $"{node} had no process {parameters.Process} to signal")
            : left.Count > 0
                ? new(false, $"{parameters.Process} of {node} still runs after SIG{parameters.Signal} ({Pids(left)})")
                : new(true, $"{parameters.Process} of {node} is gone after SIG{parameters.Signal} ({Pids(victims)})");
    }

    /// <summary>There is no hold. A node that died of it ran before, so it is started afterwards.</summary>
    protected override Task RevertAsync(string node, CancellationToken cancellationToken) =>
        Containers.LetGoAsync(Request.Id, node, start: true, cancellationToken);

    protected override async Task<Proof> RecoveryAsync(string node, CancellationToken cancellationToken)
    {
        if (Containers.Holder(node, Hold.Down) is { } holder) return new(true, $"{node} is held down by {holder}");
        var now = await AwaitAsync(node, n => n.Pid != 0, cancellationToken);
        if (now.Pid == 0) return new(false, $"{node} {Describe(now)} after {parameters.Process} was killed in it");
        if (!parameters.ComesBack) return new(true, $"{node} is {Describe(now)}; nobody is expected to start {parameters.Process} again");
        if (Containers.Holder(node, Hold.Paused) is { } paused)
            return new(true, $"{node} is held paused by {paused}: nothing starts in it");
        await UntilAsync(() => Named(now.Pid).Count > 0, cancellationToken);
        return Named(now.Pid) is { Count: > 0 } again
            ? new(true, $"{parameters.Process} of {node} runs again ({Pids(again)})")
            : new(
                false,
                $"nobody started {parameters.Process} of {node} again within {Patience.TotalSeconds:0} s; where that is meant to be so, "
                    + "write 'comesBack: false'");
    }

    private IReadOnlyList<NodeProcess> Named(int pid) =>
        [.. NodeProcess.Of(pid).Where(p => p.Name == parameters.Process && p.InnerPid != 1)];

    private async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        var from = States.Time.GetTimestamp();
        while (!condition() && States.Time.GetElapsedTime(from) < Patience) await Task.Delay(Pause, States.Time, cancellationToken);
    }

    private static string Pids(IEnumerable<NodeProcess> processes) => $"pid {string.Join(", ", processes.Select(p => p.Pid))}";
}
