using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Reset;
using ChaosService.Faults.Network.State;
using ChaosService.Faults.Proxy.Redirect;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Proxy;

/// <summary>The common part of every kind that puts a proxy in front of nodes: requirements, dry run, and undo.</summary>
internal abstract class ProxyKind(DockerClient docker, NodeProxies proxies) : IFaultKind
{
    protected NodeProxies Proxies => proxies;

    public abstract string Name { get; }

    public abstract string Summary { get; }

    public abstract FaultParameters? Bind(MapReader reader);

    public abstract IFault Create(FaultRequest request);

    /// <summary>What the proxy does, in a phrase.</summary>
    protected abstract string Describe(ProxyParameters parameters);

    public IEnumerable<FaultProblem> Check(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        string[] names = [.. members.Select(m => m.Name)];
        var own = (ProxyParameters)parameters;
        return own.Others.Check(own.OthersKey, nodes, names, names);
    }

    public async ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken)
    {
        var redirects = await RedirectTable.ProbeAsync(cancellationToken);
        if (!redirects.Available) return redirects;
        var resets = await ConnectionKiller.ProbeAsync(cancellationToken);
        return resets.Available ? new(true, $"{redirects.Detail}, {resets.Detail}") : resets;
    }

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (ProxyParameters)parameters;
        var others = own.Others.OtherEnds([.. members.Select(m => m.Name)]);
        var spared = own.Others.Spared([.. members.Select(m => m.Name)]);
        return [.. nodes.SelectMany(node => For(node, own, others, spared))];
    }

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new ProxyLeftovers(docker, proxies).RemoveAsync(NetworkRecipe.Read(recipe), cancellationToken);

    private IEnumerable<string> For(string node, ProxyParameters own, IReadOnlyList<string>? others, IReadOnlyList<string> spared)
    {
        var enter = $"nsenter --net=/proc/<pid of {node}>/ns/net";
        Address[]? addresses = others is null ? null : [.. others.Except([node]).Select(Address.Placeholder)];
        var target = own.Outgoing ? $"<where {node} was connecting to>" : node;
        yield return $"in the network of {node}: listen on <a free port>, {Describe(own)}, dial on to {target}:{own.Port}";
        var redirect = new PortRedirect("this fault", own.Port, "<that port>", addresses, own.Outgoing)
        {
            Spared = [.. spared.Select(Address.Placeholder)],
        };
        yield return $"{enter} nft -f - <<\n{RedirectDocument.For([redirect])}";
        var remote = others is null && spared.Count == 0 ? null : $"<each connected address of {own.Others}>";
        if (own.ResetsEstablished) yield return $"{enter} {ConnectionKiller.Describe(own.Port, remote, own.Outgoing)}";
    }
}
