using System.Collections.Concurrent;
using ChaosService.Faults.Container;
using ChaosService.Faults.Disk;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Clock;

internal sealed class ClockSkewFault(
    FaultRequest request, ClockSkewParameters parameters, ContainerStates states, NodeFilesystems filesystems)
    : ContainerFaultLife(request, states)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ClusterFilesystems _filesystems = filesystems.Of(request.Cluster);
    private readonly Dictionary<string, (FakeClock Clock, ClockRecipe.Clock Set)> _clocks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _begun = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _changes = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();

    protected override async Task CheckAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        if (node.Pid == 0) throw new FaultRefusedException($"{node.Node} does not run: its processes cannot be looked at.");
        var container = await States.Docker.Containers.InspectContainerAsync(node.ContainerId, cancellationToken);
        var clock = FakeClock.Of(node.Node, node.Pid, container.Config?.Env ?? []);
        var volume = node.Mounts.Where(m => clock.File.StartsWith($"{m.NodePath}/", StringComparison.Ordinal)).MaxBy(m => m.NodePath.Length)
            ?? throw new FaultRefusedException(
                $"{clock.File}, which sets the clock of {node.Node}, is in no volume of the node's, and cannot be put right while the node "
                    + "is down; let FAKETIME_TIMESTAMP_FILE be in one.");
        var spot = new FilesystemSpot(node.Node, node.ContainerId, volume.NodePath, volume.HostPath);
        var (top, path) = (spot.Top(States.Docker), clock.File[volume.NodePath.Length..]);
        var file = new ControlFile(path, File.Exists(Path.Join(top, path)), $"{ControlFile.Prefix}{Request.RunId}-{Request.Id}");
        if (file.WhyNot(top) is { } reason)
            throw new FaultRefusedException($"{clock.File} of {node.Node} cannot be written: {reason}.");
        if (await ClockReading.TakeAsync(clock, node.Pid, States.Time, cancellationToken) is null)
            throw new FaultRefusedException(
                $"{node.Node} has no date(1) that tells nanoseconds, so its clock cannot be measured; the one of coreutils does.");
        _clocks[node.Node] = (clock, new(spot, file));
    }

    protected override RevertRecipe Recipe(IEnumerable<NodeRuntime> nodes) =>
        new ClockRecipe(ContainerRecipe.For(Request, nodes), [.. _clocks.Values.Select(c => c.Set)]).ToRevertRecipe("clock-skew");

    protected override async Task InjectAsync(string node, CancellationToken cancellationToken)
    {
        await ChangeAsync(node, (file, top) => file.Write(top, parameters.At(TimeSpan.Zero)), cancellationToken);
        _begun[node] = States.Time.GetTimestamp();
        _changes[node] = GoOnAsync(node);
    }

    protected override async Task<Proof> EffectAsync(string node, CancellationToken cancellationToken)
    {
        if (!_begun.TryGetValue(node, out var begun)) return new(false, $"the clock of {node} is not set");
        var judge = new SkewJudge(parameters);
        var from = States.Time.GetTimestamp();
        while (judge.IsPossible && !judge.IsProven && States.Time.GetElapsedTime(from) < Patience)
        {
            if (await ReadAsync(node, cancellationToken) is not { } reading) return new(false, $"the clock of {node} cannot be read");
            judge.Add(
                reading, States.Time.GetElapsedTime(begun, reading.Begun), States.Time.GetElapsedTime(begun, reading.Ended));
        }
        return new(judge.IsProven, $"clock of {node}: asked {parameters}, measured {judge.Measured}");
    }

    protected override async Task RevertAsync(string node, CancellationToken cancellationToken)
    {
        if (!_end.IsCancellationRequested) await _end.CancelAsync();
        if (_changes.TryGetValue(node, out var change))
            await change.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_clocks.ContainsKey(node)) return;
        await ChangeAsync(node, (file, top) => file.Restore(top), cancellationToken);
        await Containers.LetGoAsync(Request.Id, node, start: true, cancellationToken);
    }

    protected override async Task<Proof> RecoveryAsync(string node, CancellationToken cancellationToken)
    {
        if (Containers.Holder(node, Hold.Down) is { } down) return new(true, $"{node} is held down by {down}");
        var right = new SkewJudge(new ClockSkewParameters(TimeSpan.Zero, null, null));
        var from = States.Time.GetTimestamp();
        while (States.Time.GetElapsedTime(from) < Patience && right.IsPossible)
        {
            if (await ReadAsync(node, cancellationToken) is not { } reading) return new(false, $"the clock of {node} cannot be read");
            right.Add(reading, TimeSpan.Zero, TimeSpan.Zero);
            if (right.IsPossible && !reading.Allows(parameters.Offset, parameters.Offset))
                return new(true, $"clock of {node}: {reading}");
        }
        return new(false, $"the clock of {node} is not right yet");
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_end.IsCancellationRequested) await _end.CancelAsync();
        await Task.WhenAll(_changes.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>Null when the node does not run, or shows no time.</summary>
    private async Task<ClockReading?> ReadAsync(string node, CancellationToken cancellationToken) =>
        await AwaitAsync(node, n => n.Pid != 0, cancellationToken) is { Pid: not 0 } now
            ? await ClockReading.TakeAsync(_clocks[node].Clock, now.Pid, States.Time, cancellationToken)
            : null;

    private Task ChangeAsync(string node, Action<ControlFile, string> change, CancellationToken cancellationToken) =>
        _clocks[node].Set.Spot.ChangeAsync(
            States.Docker, _filesystems, top => change(_clocks[node].Set.File, top), cancellationToken);

    /// <summary>Until the end, or until another process carried out this fault's recipe.</summary>
    private async Task GoOnAsync(string node)
    {
        var (spot, file) = (_clocks[node].Set.Spot, _clocks[node].Set.File);
        TimeSpan Since() => States.Time.GetElapsedTime(_begun[node]);
        try
        {
            while (parameters.NextAfter(Since()) is { } next)
            {
                var wait = next - Since();
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, States.Time, _end.Token);
                if (!file.IsWritten(spot.Top(States.Docker))) return;
                // A stalled disk keeps the clock as it is: to set it would let the node's writes through.
                if (_filesystems.Holder(spot, DiskHold.Frozen) is not null) continue;
                await ChangeAsync(node, (f, top) => f.Write(top, parameters.At(Since())), _end.Token);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Tell($"the clock of {node} is set no more: {e.Message}");
        }
    }
}
