using System.Net;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Faults.Network.Reset;
using ChaosService.Faults.Network.State;
using ChaosService.Faults.Proxy.Listening;
using ChaosService.Faults.Proxy.Redirect;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using ChaosService.Proxies;

namespace ChaosService.Faults.Proxy;

/// <summary>The common part of every fault that puts a proxy in front of a port of nodes.</summary>
internal abstract class ProxyFaultLife(FaultRequest request, string kind, ProxyParameters parameters, NodeProxies proxies) : IFault
{
    /// <summary>A machine that stalled for a moment spoils one measurement, but not the next; an inactive fault spoils all of them.
    /// </summary>
    private const int MeasuresMax = 3;

    private static readonly TimeSpan RecoveryPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ClusterProxies _proxies = proxies.Of(request.Cluster);
    private readonly ClusterNetwork _network = proxies.Networks.Of(request.Cluster);
    private readonly LinkProbe _probe = new(proxies.Time);
    private IReadOnlyList<string>? _others;

    public event Action<string>? Interrupted;

    protected FaultRequest Request => request;

    protected TimeProvider Time => proxies.Time;

    /// <summary>Another fault's proxy is on the same connections.</summary>
    protected bool IsBehindAnother(string node) => _proxies.Holder(node, parameters.Port, parameters.Outgoing) is not null;

    protected abstract IProxy NewProxy(string node);

    /// <summary>What the kind must refuse besides nodes that do not run or listen.</summary>
    protected virtual Task CheckAsync(NodeRuntime node, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Measures by connections of its own what the proxy does.</summary>
    protected abstract Task<Proof> MeasureAsync(ProbeCall call, CancellationToken cancellationToken);

    /// <summary>Whether clients of the node get what was measured. Most faults are for every connection, and so for each that comes.
    /// </summary>
    protected virtual Task<Proof> ReachesOthersAsync(Gate gate, CancellationToken cancellationToken) =>
        Task.FromResult(new Proof(true, $"{gate.Served} connections of others came through the proxy"));

    /// <summary>Whether the node answers, beyond taking a connection; null: that is enough.</summary>
    protected virtual Task<Proof?> AnswersAsync(NodeRuntime node, Link link, CancellationToken cancellationToken) =>
        Task.FromResult<Proof?>(null);

    public async Task<RevertRecipe> PrepareAsync(CancellationToken cancellationToken)
    {
        _others = parameters.Others.Resolve(request.Cluster.Nodes, [.. request.Cluster.Nodes.Select(n => n.Name)]);
        string[] chosen = [.. request.Nodes.Select(n => n.Name)];
        if (PeerChoice.IsNobody(chosen, _others))
            throw new FaultRefusedException($"There is nobody on the other side of {string.Join(", ", chosen)}; choose other nodes.");
        var nodes = new List<NodeRuntime>();
        foreach (var name in chosen)
        {
            var node = await request.Cluster.InspectAsync(name, cancellationToken);
            if (node.Pid == 0) throw new FaultRefusedException($"{name} does not run, so it has no connections; start it first.");
            if (!parameters.Outgoing) RefuseDeaf(node);
            else if (await LinkAsync(node, cancellationToken) is null) throw new FaultRefusedException($"{NobodyFor(name)}.");
            await CheckAsync(node, cancellationToken);
            nodes.Add(node);
        }
        return NetworkRecipe.For(request, nodes).ToRevertRecipe(kind);
    }

    /// <summary>First the rules, then the reset: clients that reconnect come through the proxy.</summary>
    public async Task InjectAsync(CancellationToken cancellationToken)
    {
        string[] nodes = [.. request.Nodes.Select(n => n.Name)];
        await _proxies.AddAsync(
            new(
                request.Id, nodes, parameters.Port, _others, Spared, parameters.Outgoing, NewProxy,
                sentence => Interrupted?.Invoke(sentence)),
            cancellationToken);
        if (parameters.ResetsEstablished) await Task.WhenAll(nodes.Select(n => ResetEstablishedAsync(n, cancellationToken)));
    }

    public async Task<Proof> ObserveEffectAsync(CancellationToken cancellationToken) =>
        Proof.All(await Task.WhenAll(request.Nodes.Select(n => EffectAsync(n.Name, cancellationToken))));

    public Task RevertAsync(CancellationToken cancellationToken) => _proxies.RemoveAsync(request.Id, cancellationToken);

    public async Task<Proof> ObserveRecoveryAsync(CancellationToken cancellationToken) =>
        Proof.All(await Task.WhenAll(request.Nodes.Select(n => RecoveryAsync(n.Name, cancellationToken))));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<Proof> EffectAsync(string name, CancellationToken cancellationToken)
    {
        var node = await request.Cluster.InspectAsync(name, cancellationToken);
        if (node.Pid == 0) return new(false, $"{name} is {node.State.ToString().ToLowerInvariant()}, so nobody can connect to it");
        if (await LinkAsync(node, cancellationToken) is not { } link) return new(false, NobodyFor(name));
        if (_network.IsCut(link.From, link.To)) return new(true, $"{link} is cut by another fault, so nothing was measured");
        if (_proxies.GateOf(request.Id, name) is not { } gate) return new(false, $"no proxy is on {Connections(name)}");
        var call = new ProbeCall(link, gate, request.Id, _proxies.Arrivals, _network.DelayBetween(link.From, link.To), Time);
        var measured = await MeasureAsync(call, cancellationToken);
        for (var again = 1; !measured.Seen && again < MeasuresMax; again++) measured = await MeasureAsync(call, cancellationToken);
        if (!measured.Seen) return new(false, $"{link} {measured.Evidence}");
        var others = await ReachesOthersAsync(gate, cancellationToken);
        return new(others.Seen, $"{link} {measured.Evidence}; {others.Evidence}");
    }

    /// <summary>Proven when the kernel has no rule of the fault and the node's port accepts connections, or another fault has it.</summary>
    private async Task<Proof> RecoveryAsync(string name, CancellationToken cancellationToken)
    {
        var node = await request.Cluster.InspectAsync(name, cancellationToken);
        if (node.Pid == 0) return new(true, $"{name} is {node.State.ToString().ToLowerInvariant()}; its network went with it");
        if ((await RedirectTable.ReadAsync(node.Pid, cancellationToken))?.Any(r => r.FaultId == request.Id) == true)
            return new(false, $"{Connections(name)} are still led to the proxy");
        if (_proxies.Holder(name, parameters.Port, parameters.Outgoing) is { } other)
            return new(true, $"no connection is led to this proxy any more; {Where(name)} is still behind that of {other}");
        if (await LinkAsync(node, cancellationToken) is not { } link) return new(true, NobodyFor(name));
        var missing = $"{link} does not connect";
        for (var from = Time.GetTimestamp(); ; await Task.Delay(Pause, Time, cancellationToken))
        {
            if (_network.IsCut(link.From, link.To) || _network.LosesMost(link.From, link.To))
                return new(true, $"{link} is cut by another fault");
            var limit = LinkProbe.Patience + _network.DelayBetween(link.From, link.To);
            if (await _probe.ConnectAsync(link, limit, cancellationToken) is { } took)
            {
                var connects = new Proof(true, $"{link} connects in {Link.Describe(took)} with no proxy on the way");
                if (await AnswersAsync(node, link, cancellationToken) is not { } answers) return connects;
                if (answers.Seen) return Proof.All([connects, answers]);
                missing = answers.Evidence;
            }
            if (Time.GetElapsedTime(from) > RecoveryPatience)
                return new(false, $"{missing} {RecoveryPatience.TotalSeconds:0} s after the proxy went");
        }
    }

    /// <summary>
    /// From where a client of the fault's would connect: the host, where clients are, or the first of the named nodes that runs. What a
    /// node makes itself goes to the first of the named nodes that listens.
    /// </summary>
    protected async Task<Link?> LinkAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        if (node.Address is not { } address) return null;
        var target = new IPEndPoint(address, parameters.Port);
        if (_others is null && !parameters.Outgoing) return new(LinkMap.Host, 0, node.Node, target);
        foreach (var name in (_others ?? request.Cluster.Nodes.Select(n => n.Name)).Except([node.Node]))
        {
            if (await request.Cluster.InspectAsync(name, cancellationToken) is not { Pid: not 0, Address: { } there } other) continue;
            if (!parameters.Outgoing) return new(name, other.Pid, node.Node, target);
            if (ProcNet.ListeningPorts(other.Pid).Contains(parameters.Port))
                return new(node.Node, node.Pid, name, new IPEndPoint(there, parameters.Port));
        }
        return null;
    }

    private void RefuseDeaf(NodeRuntime node)
    {
        var ports = ProcNet.ListeningPorts(node.Pid);
        if (ports.Contains(parameters.Port)) return;
        throw new FaultRefusedException(
            $"{node.Node} does not listen on port {parameters.Port} for others; it listens on "
                + $"{(ports.Count == 0 ? "none" : string.Join(", ", ports))}.");
    }

    private IReadOnlyList<string> Spared => parameters.Others.Spared([.. request.Cluster.Nodes.Select(n => n.Name)]);

    private string NobodyFor(string name) => parameters.Outgoing
        ? $"nobody runs and listens on port {parameters.Port} to whom {name} could connect"
        : $"nobody runs who could connect to {name}";

    private string Connections(string name) =>
        parameters.Outgoing ? $"connections of {name} to port {parameters.Port}" : $"connections to {name}:{parameters.Port}";

    private string Where(string name) => parameters.Outgoing ? Connections(name) : $"{name}:{parameters.Port}";

    private async Task ResetEstablishedAsync(string name, CancellationToken cancellationToken)
    {
        var node = await request.Cluster.InspectAsync(name, cancellationToken);
        if (node.Pid == 0) return;
        var own = ClusterNetwork.AddressesOf(node);
        var others = new HashSet<Address>();
        foreach (var other in _others ?? Spared)
            others.UnionWith(ClusterNetwork.AddressesOf(await request.Cluster.InspectAsync(other, cancellationToken)));
        // What comes from the node itself was passed on by another proxy.
        IPAddress[] remotes =
            [.. ProcNet.Connections(node.Pid).Where(c => (parameters.Outgoing ? c.Remote : c.Local).Port == parameters.Port)
                .Select(c => c.Remote.Address).Distinct()
                .Where(a => !own.Contains(Address.Of(a)) && others.Contains(Address.Of(a)) == (_others is not null))];
        if (remotes.Length > 0)
            await ConnectionKiller.KillAsync(node.Pid, parameters.Port, parameters.Outgoing, remotes, cancellationToken);
    }
}
