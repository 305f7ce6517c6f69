using ChaosService.Model.Configuration;

namespace ChaosService.Workloads.Timeseries.Operating;

/// <summary>Moves all shards of a node to other nodes; 202 is expected: the moves have begun.</summary>
internal sealed class NodeDecommissionKind : CallKind
{
    public override string Name => "node-decommission";

    public override string Summary => "a node's shards are moved to other nodes, so that it can go";

    protected override ManagementCall? Read(MapReader reader)
    {
        var node = ManagementKeys.Node(reader);
        var id = ManagementKeys.Id(reader, "id");
        var status = ManagementKeys.Status(reader, 202);
        return node is null || id is null || status is null
            ? null
            : new ManagementCall(node, "POST", $"/api/v3/cluster/nodes/{id}/decommission", Body: null, status);
    }
}
