using System.Text.Json;
using ChaosService.Model.Configuration;

namespace ChaosService.Workloads.Timeseries.Operating;

/// <summary>Adds a node to the cluster; 201 is expected.</summary>
internal sealed class NodeAddKind : CallKind
{
    private const int RpcPort = 8182;
    private const int HttpPort = 8181;

    public override string Name => "node-add";

    public override string Summary => "a node is added to the cluster's catalog";

    protected override ManagementCall? Read(MapReader reader)
    {
        var node = ManagementKeys.Node(reader);
        var id = ManagementKeys.Id(reader, "id");
        reader.Require("host", "say where it listens: write 'host: ts4'");
        var host = reader.Text("host");
        var nodeStatus = reader.Text("as") ?? "Active";
        var status = ManagementKeys.Status(reader, 201);
        if (node is null || id is null || host is null || status is null) return null;
        var body = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["id"] = id, ["rpc_address"] = $"{host}:{RpcPort}", ["http_address"] = $"{host}:{HttpPort}",
            ["status"] = nodeStatus,
        });
        return new ManagementCall(node, "POST", "/api/v3/cluster/nodes", body, status);
    }
}
