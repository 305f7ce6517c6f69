using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.State;
using ChaosService.Faults.Proxy.Listening;
using ChaosService.Faults.Proxy.Redirect;
using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using Microsoft.Extensions.Logging;

namespace ChaosService.Faults.Proxy;

/// <summary>
/// The proxies in front of one cluster's nodes. Several in front of one port form a chain, in the order in which their faults began: the
/// rules lead to the first, and each dials to the next. So any of them can be removed while the others stay.
/// </summary>
internal sealed partial class ClusterProxies
{
    private readonly ICluster _cluster;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Turns _turns = new();
    private readonly ConcurrentDictionary<string, ImmutableArray<Led>> _led = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Applied> _applied = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<Address>> _addresses = new(StringComparer.Ordinal);
    private ImmutableList<ProxyFault> _active = [];

    public ClusterProxies(ICluster cluster, TimeProvider time, ILogger log)
    {
        (_cluster, _time, _log) = (cluster, time, log);
        cluster.NodeStarted += node => _ = Restarts.PutBackAsync(time, limit => LeadAgainAsync(node, limit), e => TellNotLed(node, e));
    }

    public bool HasFaults => !_active.IsEmpty;

    public Arrivals Arrivals { get; } = new();

    /// <summary>The fault's own; null when the node does not run, or has none.</summary>
    public Gate? GateOf(FaultId faultId, string node) => LedOn(node).FirstOrDefault(l => l.Redirect.FaultId == faultId)?.Gate;

    /// <summary>A fault whose proxy is on the node's connections to the port, or null.</summary>
    /// <param name="outgoing">Those that the node makes; else those that are made to it.</param>
    public string? Holder(string node, int port, bool outgoing) =>
        LedOn(node).FirstOrDefault(l => l.Redirect.Port == port && l.Redirect.Outgoing == outgoing)?.Redirect.FaultId;

    /// <summary>Returns when new connections go through the proxy on every node that runs; the others get it when they start.</summary>
    public Task AddAsync(ProxyFault fault, CancellationToken cancellationToken)
    {
        ImmutableInterlocked.Update(ref _active, active => active.RemoveAll(f => f.Id == fault.Id).Add(fault));
        return SettleAsync(fault.Nodes, cancellationToken);
    }

    /// <summary>Returns when the rules are gone, and with them every connection that went through the proxy.</summary>
    public Task RemoveAsync(FaultId faultId, CancellationToken cancellationToken)
    {
        ImmutableInterlocked.Update(ref _active, active => active.RemoveAll(f => f.Id == faultId));
        return SettleAsync([.. _led.Keys.Union(_applied.Keys)], cancellationToken);
    }

    private ImmutableArray<Led> LedOn(string node) => _led.GetValueOrDefault(node, []);

    private async Task SettleAsync(IReadOnlyList<string> nodes, CancellationToken cancellationToken)
    {
        foreach (var name in _active.SelectMany(f => f.Others ?? f.Spared).Distinct())
            if (await _cluster.InspectAsync(name, cancellationToken) is { Pid: not 0 } other)
                _addresses[name] = ClusterNetwork.AddressesOf(other);
        await Task.WhenAll(nodes.Select(n => _turns.TakeAsync(n, () => SettleAsync(n, cancellationToken), cancellationToken)));
    }

    /// <summary>A gate is open before a rule leads to it, and no rule leads to it when it closes.</summary>
    private async Task SettleAsync(string node, CancellationToken cancellationToken)
    {
        var runtime = await _cluster.InspectAsync(node, cancellationToken);
        var before = LedOn(node);
        var now = runtime.Pid == 0 ? [] : await LeadAsync(runtime, before, cancellationToken);
        _led[node] = [.. now, .. before.Except(now)];
        if (runtime.Pid != 0) await ApplyAsync(runtime, RedirectDocument.For([.. now.Select(l => l.Redirect)]), cancellationToken);
        _led[node] = [.. now];
        await Task.WhenAll(before.Select(l => l.Gate).Except(now.Select(l => l.Gate)).Select(g => g.DisposeAsync().AsTask()));
    }

    private async Task<IReadOnlyList<Led>> LeadAsync(NodeRuntime node, ImmutableArray<Led> before, CancellationToken cancellationToken)
    {
        var led = new List<Led>();
        foreach (var fault in _active.Where(f => f.Nodes.Contains(node.Node)))
        {
            var open = before.FirstOrDefault(l => l.Fault == fault && l.Gate.Node.IsSameStart(node))?.Gate;
            var gate = open ?? await OpenAsync(fault, node, cancellationToken);
            var others = fault.Others is null ? null : AddressesOf(fault.Others.Except([node.Node]));
            var redirect = new PortRedirect(fault.Id, fault.Port, $"{gate.ToPort}", others, fault.Outgoing);
            led.Add(new(fault, redirect with { Spared = AddressesOf(fault.Spared) }, gate));
        }
        return led;
    }

    private Task<Gate> OpenAsync(ProxyFault fault, NodeRuntime node, CancellationToken cancellationToken) => Gate.OpenAsync(
        node,
        new(fault.Id, fault.Port, fault.Outgoing, fault.NewProxy(node.Node), Arrivals, other => Next(fault, node.Node, other), _time),
        cancellationToken);

    private int? Next(ProxyFault fault, string node, IPAddress other) =>
        LedOn(node).SkipWhile(l => l.Redirect.FaultId != fault.Id).Skip(1)
            .FirstOrDefault(l => l.Redirect.Takes(fault.Port, other, fault.Outgoing))?.Gate.ToPort;

    private Address[] AddressesOf(IEnumerable<string> nodes) =>
        [.. nodes.SelectMany(n => _addresses.GetValueOrDefault(n, [])).Distinct()];

    private async Task ApplyAsync(NodeRuntime node, string document, CancellationToken cancellationToken)
    {
        var isKnown = _applied.TryGetValue(node.Node, out var known) && known.Node.IsSameStart(node);
        var before = isKnown ? known!.Document : RedirectDocument.Remove;
        if (document == before) return;
        // What the kernel has after a change that failed half-way is not known.
        _applied[node.Node] = new(node, null);
        await _cluster.ChangeAsync(
            node,
            async () =>
            {
                await RedirectTable.ApplyAsync(node.Pid, document, cancellationToken);
                _applied[node.Node] = new(node, document);
            },
            cancellationToken);
    }

    /// <summary>A node that started has a new, empty network, and perhaps another address that rules of others name.</summary>
    private async Task LeadAgainAsync(string node, CancellationToken limit)
    {
        if (!HasFaults) return;
        await SettleAsync([.. _active.SelectMany(f => f.Nodes).Distinct()], limit);
        Tell(node, $"{node} restarted with an empty network, and its connections go through the proxy again");
    }

    private void TellNotLed(string node, Exception e)
    {
        LogNotLed(_log, node, e);
        Tell(node, $"{node} restarted and its connections could not be led through the proxy again: {e.Message}");
    }

    private void Tell(string node, string sentence)
    {
        foreach (var fault in _active.Where(f => f.Nodes.Contains(node))) fault.Interrupted(sentence);
    }

    [LoggerMessage(2005, LogLevel.Warning, "{Node} restarted and its connections could not be led through the proxy again")]
    private static partial void LogNotLed(ILogger logger, string node, Exception exception);

    /// <summary>What is led to a gate, and the gate.</summary>
    private sealed record Led(ProxyFault Fault, PortRedirect Redirect, Gate Gate);

    /// <summary>Null: a change failed half-way, and it is not known what the kernel has.</summary>
    private sealed record Applied(NodeRuntime Node, string? Document);
}
