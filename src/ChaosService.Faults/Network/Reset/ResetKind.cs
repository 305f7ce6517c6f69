using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Network.Reset;

/// <summary>Resets the connections of nodes, on both sides, as a restarting firewall does. New connections work at once.</summary>
internal sealed class ResetKind(NodeNetworks networks) : IFaultKind
{
    public string Name => "connection-reset";

    public string Summary =>
        "resets the TCP connections that nodes have with peers, named nodes, clients or everyone; new ones can be made at once";

    public FaultParameters? Bind(MapReader reader) =>
        (reader.Has("from") ? PeerChoice.Read(reader, "from", orClients: true) : Default(reader)) is { } from
            ? new ResetParameters(from)
            : null;

    public IEnumerable<FaultProblem> Check(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        string[] names = [.. members.Select(m => m.Name)];
        return ((ResetParameters)parameters).From.Check("from", nodes, names, names);
    }

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) => ConnectionKiller.ProbeAsync(cancellationToken);

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var remote = $"<each connected address of {((ResetParameters)parameters).From}>";
        return [.. nodes.Select(n => $"nsenter --net=/proc/<pid of {n}>/ns/net {ConnectionKiller.Describe(remote)}")];
    }

    public IFault Create(FaultRequest request) => new ResetFault(request, (ResetParameters)request.Parameters, networks);

    /// <summary>Nothing stays active, so a dead process leaves nothing behind.</summary>
    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Asked for, so that the key is known.</summary>
    private static PeerChoice Default(MapReader reader)
    {
        reader.Node("from");
        return PeerChoice.Everyone;
    }
}
