using ChaosService.Faults.Network.Nftables;
using ChaosService.Model.Clusters;

namespace ChaosService.Faults.Network.Partition;

/// <summary>Which nodes are cut off from each other, and the document of each node.</summary>
internal static class PartitionDryRun
{
    public static IReadOnlyList<string> Lines(
        PartitionParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members, long seed)
    {
        string[] names = [.. members.Select(m => m.Name)];
        var min = PartitionDraw.NodesMin(parameters.Shape);
        if (parameters.HasGrudge && nodes.Count < min)
            return [$"who is cut off from whom is drawn when the nodes are known: {min} of them or more"];
        var fault = parameters.On("this fault", nodes, parameters.From.OtherEnds([.. names.Except(nodes)]), names, seed);
        var documents = NetworkDryRun.For(
            fault, names, (enter, state) => state.Drops.Count == 0 ? [] : [$"{enter} nft -f - <<\n{NftDocument.For(state)}"]);
        return fault.Grudge is { } grudge ? [$"cut off: {grudge}", .. documents] : documents;
    }
}
