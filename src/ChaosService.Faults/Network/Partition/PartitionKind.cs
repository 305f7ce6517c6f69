using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Network.Partition;

/// <summary>Cuts nodes off: no packet arrives, one way or both ways.</summary>
internal sealed class PartitionKind(DockerClient docker, NodeNetworks networks) : IFaultKind
{
    public string Name => "network-partition";

    public string Summary =>
        "cuts nodes off from their peers, from named nodes, clients or everyone, or divides them: halves, majority-minority, bridge, "
        + "majorities-ring, random, primaries (nftables drops or rejects on both ends)";

    public FaultParameters? Bind(MapReader reader) => PartitionReader.Read(reader);

    public IEnumerable<FaultProblem> Check(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) =>
        PartitionReader.Check((PartitionParameters)parameters, nodes, members);

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) => NetworkProbes.NftablesAsync(cancellationToken);

    /// <summary>With the sides that come first from the seed 0.</summary>
    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) =>
        DryRun(parameters, nodes, members, seed: 0);

    public IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members, long seed) =>
        PartitionDryRun.Lines((PartitionParameters)parameters, nodes, members, seed);

    public IFault Create(FaultRequest request) =>
        new PartitionFault(request, Name, (PartitionParameters)request.Parameters, networks);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new NetworkLeftovers(docker, networks).RemoveDropsAsync(NetworkRecipe.Read(recipe), cancellationToken);
}
