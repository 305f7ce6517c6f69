using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Faults.Network.Nftables;
using ChaosService.Faults.Network.Shaping;
using ChaosService.Faults.Network.State;
using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Ids;
using Microsoft.Extensions.Logging;

namespace ChaosService.Faults.Network;

/// <summary>
/// The active network faults of one cluster, and what was applied where. Every change computes each node's whole state again and applies
/// what differs. Changes take turns; nodes are applied side by side.
/// </summary>
[SuppressMessage(
    "Design", "CA1001",
    Justification = "A SemaphoreSlim whose wait handle is never asked for holds nothing; this lives as long as its cluster.")]
internal sealed partial class ClusterNetwork
{
    private readonly ICluster _cluster;
    private readonly ShaperChoice _shapers;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentDictionary<string, IReadOnlyList<Address>> _addresses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Applied> _applied = new(StringComparer.Ordinal);
    private volatile ImmutableDictionary<string, ActiveFault> _active = ImmutableDictionary<string, ActiveFault>.Empty;

    public ClusterNetwork(ICluster cluster, ShaperChoice shapers, TimeProvider time, ILogger log)
    {
        (_cluster, _shapers, _time, _log) = (cluster, shapers, time, log);
        cluster.NodeStarted += node => _ = Restarts.PutBackAsync(time, limit => ReapplyAsync(node, limit), e => TellNotReapplied(node, e));
    }

    /// <summary>Returns when the fault is active on every node that runs; the others get it when they start.</summary>
    /// <param name="interrupted">Called with a sentence when a node was without the fault for a while.</param>
    public Task AddAsync(NetworkFault fault, Action<string> interrupted, CancellationToken cancellationToken) =>
        ChangeAsync(
            active =>
            {
                Check(fault);
                return active.SetItem(fault.Id, new(fault, interrupted));
            },
            cancellationToken);

    /// <summary>Throws <see cref="FaultRefusedException"/> when the fault cannot be combined with an active one.</summary>
    public void Check(NetworkFault fault)
    {
        string[] ends = [.. _cluster.Nodes.Select(n => n.Name), LinkMap.Host];
        foreach (var active in _active.Values.Where(a => a.Fault.Id != fault.Id))
            if (NetworkState.Conflict(active.Fault, fault, ends) is { } conflict)
                throw new FaultRefusedException($"{conflict}. Let one end before the other begins, or choose other nodes.");
    }

    /// <summary>Throws <see cref="FaultRefusedException"/> when a node would get more shapes than the backend supports.</summary>
    public async Task CheckRoomAsync(NetworkFault fault, CancellationToken cancellationToken)
    {
        var shaper = await _shapers.RequiredAsync();
        _ = await RunningAsync(cancellationToken);
        foreach (var node in _cluster.Nodes.Select(n => n.Name))
            if (ShapeRoom.Refusal(shaper, node, StateOf(node, _active.Values.Select(a => a.Fault).Append(fault))) is { } refusal)
                throw new FaultRefusedException(refusal);
    }

    /// <summary>Returns when the fault is gone everywhere; other faults stay. Does nothing when it is not active.</summary>
    public Task RemoveAsync(FaultId faultId, CancellationToken cancellationToken) =>
        ChangeAsync(active => active.Remove(faultId), cancellationToken);

    /// <summary>Lifts an active fault for a while, or activates it again. False when it is no longer active.</summary>
    public async Task<bool> SwitchAsync(FaultId faultId, bool lifted, CancellationToken cancellationToken)
    {
        await ChangeAsync(
            active => active.TryGetValue(faultId, out var fault) ? active.SetItem(faultId, fault with { IsLifted = lifted }) : active,
            cancellationToken);
        return _active.ContainsKey(faultId);
    }

    public bool HasFaults => !_active.IsEmpty;

    private IEnumerable<NetworkFault> InForce => _active.Values.Where(a => !a.IsLifted).Select(a => a.Fault);

    /// <summary>An active fault drops or refuses what goes between the two nodes, in one way at least.</summary>
    public bool IsCut(string a, string b) => Cuts(a, b).Any();

    /// <summary>An active fault refuses what goes between the two nodes, which is an answer, though not of the other node.</summary>
    public bool IsRefused(string a, string b) => Cuts(a, b).Any(f => f.Mode == CutMode.Reject);

    /// <summary>The active faults that let nothing through between the two nodes, in one way at least.</summary>
    public IEnumerable<NetworkFault> Cuts(string a, string b) =>
        InForce.Where(f => f.Shape is null && f.IsBetween(a, b));

    /// <summary>So much is lost on the way there or back that a connection may find no answer for seconds.</summary>
    public bool LosesMost(string a, string b) =>
        Shape.Either(Between(a, b)?.Loss.Share ?? 0, Between(b, a)?.Loss.Share ?? 0) > 0.5;

    /// <summary>What the active faults add to a round trip, at the most.</summary>
    public TimeSpan DelayBetween(string a, string b) =>
        (Between(a, b)?.LongestDelay ?? TimeSpan.Zero) + (Between(b, a)?.LongestDelay ?? TimeSpan.Zero);

    /// <summary>What the active faults do to what one sends to the other; null: nothing.</summary>
    public Shape? Between(string sender, string receiver) =>
        NetworkState.Between(InForce, sender, receiver);

    /// <summary>
    /// The running nodes whose network holds packets up because of the fault, or did: what it should hold up by now, and what the kernel
    /// says.
    /// </summary>
    public async Task<IReadOnlyList<NodeShaping>> ShapingAsync(NetworkFault fault, CancellationToken cancellationToken)
    {
        var shaper = await _shapers.RequiredAsync();
        var read = new List<NodeShaping>();
        await InTurnAsync(
            async () =>
            {
                foreach (var node in (await RunningAsync(cancellationToken)).Where(n => shaper.Held(StateOf(n.Node, [fault])).Count > 0))
                {
                    var wanted = shaper.Held(StateOf(node.Node, InForce));
                    if (await HeldAsync(node, shaper, cancellationToken) is { } there) read.Add(new(node.Node, wanted, there));
                }
            },
            cancellationToken);
        return read;
    }

    /// <summary>Null when the node went away meanwhile.</summary>
    private async Task<IReadOnlyList<HeldPackets>?> HeldAsync(NodeRuntime node, IShaper shaper, CancellationToken cancellationToken)
    {
        try
        {
            return await shaper.ReadAsync(node.Pid, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if ((await _cluster.InspectAsync(node.Node, cancellationToken)).Pid == node.Pid) throw;
            return null;
        }
    }

    private Task ChangeAsync(
        Func<ImmutableDictionary<string, ActiveFault>, ImmutableDictionary<string, ActiveFault>> change,
        CancellationToken cancellationToken) =>
        InTurnAsync(
            async () =>
            {
                _active = change(_active);
                await ApplyAsync(cancellationToken);
            },
            cancellationToken);

    private async Task ApplyAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll((await RunningAsync(cancellationToken)).Select(n => ApplyAsync(n, cancellationToken)));

    /// <summary>With their addresses known.</summary>
    private async Task<IReadOnlyList<NodeRuntime>> RunningAsync(CancellationToken cancellationToken)
    {
        var nodes = await Task.WhenAll(_cluster.Nodes.Select(n => _cluster.InspectAsync(n.Name, cancellationToken).AsTask()));
        var running = nodes.Where(n => n.Pid != 0).ToArray();
        foreach (var node in running) _addresses[node.Node] = AddressesOf(node);
        return running;
    }

    /// <summary>The one that the engine knows, and those of its other networks.</summary>
    public static IReadOnlyList<Address> AddressesOf(NodeRuntime node)
    {
        var own = ProcNet.Addresses(node.Pid);
        return node.Address is { } known && !own.Contains(Address.Of(known)) ? [Address.Of(known), .. own] : own;
    }

    private async Task ApplyAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        var state = StateOf(node.Node, InForce);
        var (document, before) = (NftDocument.For(state), AppliedTo(node));
        _applied[node.Node] =
            before with { Document = null, Shaped = before.Shaped is { IsUnshaped: true } && state.IsUnshaped ? before.Shaped : null };
        await _cluster.ChangeAsync(
            node,
            async () =>
            {
                if (document != before.Document) await Nft.ApplyAsync(node.Pid, document, cancellationToken);
                if (before.Shaped?.ShapesLike(state) != true)
                    await (await _shapers.RequiredAsync()).ApplyAsync(node.Pid, state, cancellationToken);
                _applied[node.Node] = before with { Document = document, Shaped = state };
            },
            cancellationToken);
    }

    private NetworkState StateOf(string node, IEnumerable<NetworkFault> faults) =>
        NetworkState.From(node, faults, [.. _cluster.Nodes.Select(n => n.Name)], _addresses);

    private Applied AppliedTo(NodeRuntime node) =>
        _applied.TryGetValue(node.Node, out var applied) && applied.Node.IsSameStart(node)
            ? applied
            : new(node, NftDocument.Remove, NetworkState.Empty);

    /// <summary>A node that started has a new, empty network, and perhaps another address that the others must know.</summary>
    private async Task ReapplyAsync(string node, CancellationToken limit)
    {
        if (_active.IsEmpty) return;
        await InTurnAsync(() => ApplyAsync(limit), limit);
        var (runtime, now) = (await _cluster.InspectAsync(node, limit), _time.GetUtcNow());
        var gap = now - (runtime.StartedAt ?? now);
        Tell(node, f =>
            $"{node} restarted with an empty network; its rules were back {gap.TotalMilliseconds:0} ms after its start{OtherEnds(f)}");
    }

    private void TellNotReapplied(string node, Exception e)
    {
        LogNotReapplied(_log, node, e);
        Tell(node, f => $"{node} restarted and its rules could not be put back: {e.Message}{OtherEnds(f)}");
    }

    /// <summary>Whether it mattered: the other ends of a partition from named nodes never stopped dropping.</summary>
    private static string OtherEnds(NetworkFault fault) =>
        fault is { Shape: null, Others: not null } ? "; the other ends dropped all the while" : "";

    /// <summary>Tells the faults that have something on the node.</summary>
    private void Tell(string node, Func<NetworkFault, string> sentence)
    {
        foreach (var active in _active.Values.Where(a => !a.IsLifted))
            if (StateOf(node, [active.Fault]) is { IsEmpty: false }) active.Interrupted(sentence(active.Fault));
    }

    private async Task InTurnAsync(Func<Task> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await change();
        }
        finally
        {
            _turn.Release();
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "{Node} restarted and its network rules could not be put back")]
    private static partial void LogNotReapplied(ILogger logger, string node, Exception exception);

    private sealed record ActiveFault(NetworkFault Fault, Action<string> Interrupted, bool IsLifted = false);

    /// <summary>Null: a change failed half-way, and it is not known what the kernel has.</summary>
    private sealed record Applied(NodeRuntime Node, string? Document, NetworkState? Shaped);
}
