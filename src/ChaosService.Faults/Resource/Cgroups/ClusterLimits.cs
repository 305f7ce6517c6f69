using System.Collections.Concurrent;
using System.Collections.Immutable;
using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using Microsoft.Extensions.Logging;

namespace ChaosService.Faults.Resource.Cgroups;

/// <summary>
/// The limits of one cluster's nodes. Of several on one node the strictest applies; when the last one ends, the original value
/// comes back. A node that starts again has a new control group, which is limited again.
/// </summary>
internal sealed partial class ClusterLimits
{
    private readonly ICluster _cluster;
    private readonly Func<string> _root;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Turns _turns = new();

    /// <summary>The original value and the last written one, by node and controller.</summary>
    private readonly ConcurrentDictionary<(string Node, string Controller), (string Found, string Written)> _values = new();

    private ImmutableList<Entry> _holds = [];

    public ClusterLimits(ICluster cluster, Func<string> root, TimeProvider time, ILogger log)
    {
        (_cluster, _root, _time, _log) = (cluster, root, time, log);
        cluster.NodeStarted += node => _ = LimitAgainAsync(node);
    }

    public bool HasHolds => !_holds.IsEmpty;

    /// <summary>A fault that limits the node so, or null.</summary>
    public string? Holder(string node, Knob knob) => HoldsOf(node, knob).FirstOrDefault()?.FaultId.Text;

    /// <summary>The amount to apply; null: no fault's.</summary>
    public long? Wanted(string node, Knob knob) => HoldsOf(node, knob) is { IsEmpty: false } holds ? holds.Min(h => h.Amount) : null;

    /// <summary>What the node had before any fault of this process; null when none limits it.</summary>
    public string? FoundBefore(string node, Knob knob) =>
        HoldsOf(node, knob).IsEmpty ? null : _values.GetValueOrDefault((node, knob.Controller)).Found;

    /// <param name="interrupted">Called with a sentence when the limit was inactive for a while.</param>
    public Task HoldAsync(
        FaultId faultId, string node, Knob knob, long amount, Action<string> interrupted, CancellationToken cancellationToken) =>
        _turns.TakeAsync(
            node,
            async () =>
            {
                Forget(faultId, node);
                if (HoldsOf(node, knob).IsEmpty) _values.TryRemove((node, knob.Controller), out _);
                ImmutableInterlocked.Update(ref _holds, holds => holds.Add(new(faultId, node, knob, amount, interrupted)));
                await SettleAsync(node, knob, cancellationToken);
            },
            cancellationToken);

    /// <summary>Nothing happens to a node that is down: its control group went with it.</summary>
    public Task LetGoAsync(FaultId faultId, string node, Knob knob, CancellationToken cancellationToken) =>
        _turns.TakeAsync(
            node,
            async () =>
            {
                Forget(faultId, node);
                await SettleAsync(node, knob, cancellationToken);
            },
            cancellationToken);

    private ImmutableList<Entry> HoldsOf(string node, Knob knob) =>
        _holds.FindAll(h => h.Node == node && h.Knob.Controller == knob.Controller);

    private void Forget(FaultId faultId, string node) =>
        ImmutableInterlocked.Update(ref _holds, holds => holds.RemoveAll(h => h.FaultId == faultId && h.Node == node));

    private async Task SettleAsync(string node, Knob knob, CancellationToken cancellationToken)
    {
        var cgroup = NodeCgroup.Of((await _cluster.InspectAsync(node, cancellationToken)).Pid, _root());
        if (cgroup is null || knob.PathIn(cgroup) is not { } file) return;
        var now = Knob.Read(file);
        var (found, written) = _values.GetValueOrDefault((node, knob.Controller), (now, now));
        var wanted = Wanted(node, knob) is { } amount
            ? knob.Text(amount, found, Path.GetDirectoryName(file)!, cgroup.IsVersion2(knob.Controller))
            : found;
        // Somebody else has set another value in the meantime: theirs stays.
        if (HoldsOf(node, knob).IsEmpty && now != written) return;
        await File.WriteAllTextAsync(file, wanted, cancellationToken);
        _values[(node, knob.Controller)] = (found, Knob.Read(file));
    }

    private async Task LimitAgainAsync(string node)
    {
        foreach (var hold in _holds.Where(h => h.Node == node).DistinctBy(h => h.Knob.Controller))
            await Restarts.PutBackAsync(
                _time,
                async limit =>
                {
                    await _turns.TakeAsync(node, () => SettleAsync(node, hold.Knob, limit), limit);
                    hold.Interrupted($"{node} restarted and was limited again");
                },
                e =>
                {
                    LogNotLimited(_log, node, e);
                    hold.Interrupted($"{node} restarted and could not be limited again: {e.Message}");
                });
    }

    [LoggerMessage(2004, LogLevel.Warning, "{Node} restarted and could not be limited again")]
    private static partial void LogNotLimited(ILogger logger, string node, Exception exception);

    private sealed record Entry(FaultId FaultId, string Node, Knob Knob, long Amount, Action<string> Interrupted);
}
