using System.Text.Json;
using ChaosService.Model.Configuration;

namespace ChaosService.Workloads.Timeseries.Operating;

/// <summary>Sets a node's status; 200 is expected.</summary>
internal sealed class SetNodeStatusKind : CallKind
{
    public override string Name => "set-node-status";

    public override string Summary => "a node's status in the cluster's catalog is set";

    protected override ManagementCall? Read(MapReader reader)
    {
        var node = ManagementKeys.Node(reader);
        var id = ManagementKeys.Id(reader, "id");
        reader.Require("to", "say which: write 'to: Inactive'");
        var to = reader.Text("to");
        var status = ManagementKeys.Status(reader, 200);
        if (node is null || id is null || to is null || status is null) return null;
        var body = JsonSerializer.Serialize(new Dictionary<string, string> { ["status"] = to });
        return new ManagementCall(node, "PUT", $"/api/v3/cluster/nodes/{id}/status", body, status);
    }
}
