using System.Collections.Concurrent;
using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Network.Reset;

/// <summary>Happens in one moment: existing connections are reset, and their owners reconnect or do not.</summary>
internal sealed class ResetFault(FaultRequest request, ResetParameters parameters, NodeNetworks networks) : IFault
{
    private static readonly TimeSpan RecoveryPatience = TimeSpan.FromSeconds(10);

    private readonly string[] _chosen = [.. request.Nodes.Select(n => n.Name)];
    private readonly ConcurrentDictionary<string, IReadOnlyList<Connection>> _ended = new(StringComparer.Ordinal);
    private readonly LinkProbe _probe = new(networks.Time);
    private IReadOnlyList<string>? _others;
    private IReadOnlyList<Link> _before = [];

    /// <summary>Nothing is active that could be interrupted.</summary>
    public event Action<string>? Interrupted { add { } remove { } }

    public async Task<RevertRecipe> PrepareAsync(CancellationToken cancellationToken)
    {
        var members = request.Cluster.Nodes.Select(n => n.Name).ToArray();
        _others = parameters.From.Resolve(request.Cluster.Nodes, members);
        if (PeerChoice.IsNobody(_chosen, _others))
            throw new FaultRefusedException($"There is nobody on the other side of {string.Join(", ", _chosen)}; choose other nodes.");
        foreach (var name in _chosen)
            if ((await request.Cluster.InspectAsync(name, cancellationToken)).Pid == 0)
                throw new FaultRefusedException($"{name} does not run, so it has no connections.");
        var links = await LinkMap.FindAsync(request.Cluster, _chosen, _others, cancellationToken);
        _before = await Task.WhenAll(
            links.Select(async l => l with { Before = await _probe.ConnectAsync(l, LinkProbe.Patience, cancellationToken) }));
        return new RevertRecipe("connection-reset", "{}", $"nothing: the connections of {string.Join(", ", _chosen)} are ended once");
    }

    public async Task InjectAsync(CancellationToken cancellationToken)
    {
        var members = request.Cluster.Nodes.Select(n => n.Name).ToArray();
        var remotes = _others is null ? null : await AddressesAsync(_others, cancellationToken);
        var spared = await AddressesAsync(parameters.From.Spared(members), cancellationToken);
        bool IsMeant(Address remote) => remotes?.Contains(remote) ?? !spared.Contains(remote);
        await Task.WhenAll(_chosen.Select(node => ResetAsync(node, IsMeant, cancellationToken)));
    }

    /// <summary>Seen when the node had connections and has none of those any more. What it has made since has ports of its own.</summary>
    public async Task<Proof> ObserveEffectAsync(CancellationToken cancellationToken)
    {
        var proofs = new List<Proof>();
        foreach (var node in _chosen)
        {
            var ended = _ended.GetValueOrDefault(node) ?? [];
            var with = parameters.From.Scope == PeerScope.Clients ? "clients"
                : _others is null ? "anybody"
                : string.Join(", ", _others.Except([node]));
            if (ended.Count == 0)
            {
                proofs.Add(new(false, $"{node} had no connection with {with}"));
                continue;
            }
            var left = ended.Intersect(ProcNet.Connections((await request.Cluster.InspectAsync(node, cancellationToken)).Pid)).Count();
            proofs.Add(new(left == 0, $"{left} of {ended.Count} connections that {node} had with {with} are left"));
        }
        return Proof.All(proofs);
    }

    public Task RevertAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Seen when each way that could be connected before can be connected again, unless another fault is in it.</summary>
    public async Task<Proof> ObserveRecoveryAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(RecoveryPatience, networks.Time);
        var links = await LinkMap.FindAsync(request.Cluster, _chosen, _others, cancellationToken);
        var known = links.Where(l => _before.Any(b => b.From == l.From && b.To == l.To && b.Before is not null));
        var answers = await Task.WhenAll(known.Select(l => ConnectsAsync(l, patience.Token, cancellationToken)));
        return answers.Length == 0 ? new(true, "there was no way that could be connected before") : Proof.All(answers);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<Proof> ConnectsAsync(Link link, CancellationToken patience, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (networks.Of(request.Cluster).IsCut(link.From, link.To)) return new(true, $"{link} is cut by another fault");
            if (await _probe.ConnectAsync(link, LinkProbe.Patience, cancellationToken) is { } took)
                return new(true, $"{link} connects in {Link.Describe(took)}");
            if (patience.IsCancellationRequested)
                return new(false, $"{link} does not connect {RecoveryPatience.TotalSeconds:0} s after the reset");
            link = await LinkMap.AgainAsync(request.Cluster, link, networks.Time, cancellationToken);
        }
    }

    private async Task ResetAsync(string node, Func<Address, bool> isMeant, CancellationToken cancellationToken)
    {
        var pid = (await request.Cluster.InspectAsync(node, cancellationToken)).Pid;
        Connection[] found =
            [.. ProcNet.Connections(pid).Where(c => isMeant(Address.Of(c.Remote.Address)))];
        _ended[node] = found;
        if (found.Length > 0)
            await ConnectionKiller.KillAsync(pid, [.. found.Select(c => c.Remote.Address).Distinct()], cancellationToken);
    }

    private async Task<IReadOnlySet<Address>> AddressesAsync(IReadOnlyList<string> nodes, CancellationToken cancellationToken)
    {
        var addresses = new HashSet<Address>();
        foreach (var name in nodes)
            addresses.UnionWith(ClusterNetwork.AddressesOf(await request.Cluster.InspectAsync(name, cancellationToken)));
        return addresses;
    }
}
