using System.Collections.Concurrent;
using System.Collections.Immutable;
using ChaosService.Faults.Dns.Messages;
using ChaosService.Faults.Dns.Relay;
using ChaosService.Faults.Dns.Rules;
using ChaosService.Faults.Network.Nftables;
using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using Microsoft.Extensions.Logging;

namespace ChaosService.Faults.Dns;

/// <summary>
/// The relays of one cluster's nodes. A node has one relay as long as any fault makes names fail on it; all faults are in
/// its list.
/// </summary>
internal sealed partial class ClusterResolvers
{
    private readonly ICluster _cluster;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Turns _turns = new();
    private readonly ConcurrentDictionary<string, LedNode> _led = new(StringComparer.Ordinal);
    private ImmutableList<DnsFault> _active = [];

    public ClusterResolvers(ICluster cluster, TimeProvider time, ILogger log)
    {
        (_cluster, _time, _log) = (cluster, time, log);
        cluster.NodeStarted += node => _ = Restarts.PutBackAsync(time, limit => LeadAgainAsync(node, limit), e => TellNotLed(node, e));
    }

    public bool HasFaults => !_active.IsEmpty;

    /// <summary>Another fault that makes exactly this name fail on the node, or null.</summary>
    public string? Holder(string node, DnsName name, string besides) =>
        FailedOn(node).FirstOrDefault(f => f.FaultId != besides && f.Name.Labels.SequenceEqual(name.Labels))?.FaultId;

    /// <summary>What is done to a query for the address of the name, or null.</summary>
    public FailedName? Failing(string node, DnsName name) =>
        FailedOn(node).Where(f => f.Fails(name, DnsQuestion.V4)).MaxBy(f => f.Name.Labels.Count);

    /// <summary>Its queries are redirected to a relay, for any fault.</summary>
    public bool Leads(string node) => _led.ContainsKey(node);

    /// <summary>Queries of the node that the fault made fail.</summary>
    public long Count(FaultId faultId, string node) => _led.TryGetValue(node, out var led) ? led.Relay.Names.Count(faultId) : 0;

    /// <summary>Returns when the names fail on every node that runs; the others get it when they start.</summary>
    public Task AddAsync(DnsFault fault, CancellationToken cancellationToken)
    {
        ImmutableInterlocked.Update(ref _active, active => active.RemoveAll(f => f.Id == fault.Id).Add(fault));
        return SettleAsync(fault.Nodes, cancellationToken);
    }

    /// <summary>Returns when the fault is gone everywhere; the others stay.</summary>
    public Task RemoveAsync(FaultId faultId, CancellationToken cancellationToken)
    {
        ImmutableInterlocked.Update(ref _active, active => active.RemoveAll(f => f.Id == faultId));
        return SettleAsync([.. _led.Keys], cancellationToken);
    }

    private IEnumerable<FailedName> FailedOn(string node) => _active.Where(f => f.Nodes.Contains(node)).SelectMany(f => f.Names);

    private Task SettleAsync(IReadOnlyList<string> nodes, CancellationToken cancellationToken) =>
        Task.WhenAll(nodes.Select(n => _turns.TakeAsync(n, () => SettleAsync(n, cancellationToken), cancellationToken)));

    /// <summary>A relay is open before a rule leads to it, and no rule leads to it when it closes.</summary>
    private async Task SettleAsync(string node, CancellationToken cancellationToken)
    {
        var (runtime, wanted) = (await _cluster.InspectAsync(node, cancellationToken), FailedOn(node).ToArray());
        if (_led.TryGetValue(node, out var led) && (wanted.Length == 0 || !led.IsOf(runtime)))
        {
            if (led.IsOf(runtime)) await ApplyAsync(runtime, LeadDocument.Remove, cancellationToken);
            _led.TryRemove(node, out _);
            await led.DisposeAsync();
            led = null;
        }
        if (wanted.Length == 0 || runtime.Pid == 0) return;
        if (led is not null)
        {
            led.Relay.Names.Set(wanted);
            return;
        }
        var relay = await DnsRelay.OpenAsync(runtime, _time, cancellationToken);
        relay.Names.Set(wanted);
        _led[node] = new(relay, RenewAsync, _time);
        await ApplyAsync(runtime, LeadDocument.For(relay.Leads, Upstream.Mark), cancellationToken);
    }

    private Task ApplyAsync(NodeRuntime node, string document, CancellationToken cancellationToken) =>
        _cluster.ChangeAsync(node, () => Nft.ApplyAsync(node.Pid, document, cancellationToken), cancellationToken);

    /// <summary>Someone else may have removed the rules: then they are not restored, and this is reported.</summary>
    private async Task<bool> RenewAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        try
        {
            await Nft.ApplyAsync(node.Pid, LeadDocument.Renew, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (!Directory.Exists($"/proc/{node.Pid}")) return false;
            LogNotRenewed(_log, node.Node, e);
            Tell(node.Node, $"the rules that lead the queries of {node.Node} could not be renewed: {e.Message}");
            return false;
        }
    }

    /// <summary>A node that started has a new, empty network.</summary>
    private async Task LeadAgainAsync(string node, CancellationToken limit)
    {
        if (!FailedOn(node).Any()) return;
        await SettleAsync([node], limit);
        Tell(node, $"{node} restarted with an empty network, and its queries are led to the relay again");
    }

    private void TellNotLed(string node, Exception e)
    {
        LogNotLed(_log, node, e);
        Tell(node, $"{node} restarted and its queries could not be led to the relay again: {e.Message}");
    }

    private void Tell(string node, string sentence)
    {
        foreach (var fault in _active.Where(f => f.Nodes.Contains(node))) fault.Interrupted(sentence);
    }

    [LoggerMessage(2006, LogLevel.Warning, "{Node} restarted and its queries could not be led to the relay again")]
    private static partial void LogNotLed(ILogger logger, string node, Exception exception);

    [LoggerMessage(2007, LogLevel.Warning, "The rules that lead the queries of {Node} could not be renewed")]
    private static partial void LogNotRenewed(ILogger logger, string node, Exception exception);
}
