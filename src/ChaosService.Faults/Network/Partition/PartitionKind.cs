using ChaosService.Faults.Network.Nftables;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Network.Partition;

/// <summary>Cuts nodes off: nothing arrives, one way or both.</summary>
internal sealed class PartitionKind(DockerClient docker, NodeNetworks networks) : IFaultKind
{
    public string Name => "network-partition";

    public string Summary =>
        "cuts nodes off from their peers, from named nodes or from everyone, one way or both (nftables drops on both ends)";

    public FaultParameters? Bind(MapReader reader)
    {
        var from = PeerChoice.Read(reader, "from");
        var direction = reader.Choice("direction", "both", "inbound", "outbound");
        if (from is null || (direction is null && reader.Has("direction"))) return null;
        return new PartitionParameters(from, direction is null ? Direction.Both : Enum.Parse<Direction>(direction, ignoreCase: true));
    }

    public IEnumerable<FaultProblem> Check(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        string[] names = [.. members.Select(m => m.Name)];
        return ((PartitionParameters)parameters).From.Check("from", nodes, names, [.. names.Except(nodes)]);
    }

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) => NetworkProbes.NftablesAsync(cancellationToken);

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (PartitionParameters)parameters;
        var names = members.Select(m => m.Name).ToArray();
        var fault = new NetworkFault("this fault", nodes, own.From.OtherEnds([.. names.Except(nodes)]), own.Direction);
        return NetworkDryRun.For(
            fault, names, (enter, state) => state.Drops.Count == 0 ? [] : [$"{enter} nft -f - <<\n{NftDocument.For(state)}"]);
    }

    public IFault Create(FaultRequest request) => new PartitionFault(request, (PartitionParameters)request.Parameters, networks);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new NetworkLeftovers(docker, networks).RemoveDropsAsync(NetworkRecipe.Read(recipe), cancellationToken);
}
