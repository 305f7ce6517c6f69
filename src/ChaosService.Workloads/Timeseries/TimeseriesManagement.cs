using System.Globalization;
using System.Net;
using System.Text.Json;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Workloads;

namespace ChaosService.Workloads.Timeseries;

/// <summary>Calls of the management API. An answer is ok whatever its content, unless it leaves open what happened.</summary>
internal sealed class TimeseriesManagement(TimeseriesGateway gateway, TimeseriesTables tables)
{
    private const string Nodes = "cluster/nodes";

    /// <summary>A documentation address (RFC 5737): it belongs to no host.</summary>
    private const string Address = "192.0.2.1";

    /// <summary>The table used in calls about sharding and moves.</summary>
    private const string Table = "t0";

    public async Task<OpResult> InvokeAsync(string node, Operation operation, CancellationToken limit)
    {
        var call = CatalogCall.From(operation.Value) ?? throw new FormatException($"manage of {operation.Value}");
        var (method, path, body) = Request(call);
        var (status, text) = await gateway.CallAsync(node, method, path, body is null ? null : JsonSerializer.Serialize(body), limit);
        var answered = call with
        {
            Code = (int)status, Error = (int)status >= 400 ? ErrorOf(text) : null,
            Nodes = call.Call == CatalogCall.List && status == HttpStatusCode.OK ? NodesOf(text) : null,
        };
        return Outcome(call, status, node) with { Value = answered.ToValue() };
    }

    private (HttpMethod Method, string Path, object? Body) Request(CatalogCall call) => call.Call switch
    {
        CatalogCall.List => (HttpMethod.Get, Nodes, null),
        CatalogCall.Add => (HttpMethod.Post, Nodes, new
        {
            id = long.Parse(call.Node!, CultureInfo.InvariantCulture),
            rpc_address = call.Wrong == CatalogCall.WrongAddress ? "" : $"{Address}:8282", http_address = $"{Address}:8181",
            status = call.Status,
        }),
        CatalogCall.Remove => (HttpMethod.Delete, $"{Nodes}/{call.Node}", null),
        CatalogCall.SetStatus => (HttpMethod.Put, $"{Nodes}/{call.Node}/status", new { status = call.Status }),
        CatalogCall.SetSharding => (HttpMethod.Put, "cluster/tables/sharding", new
        {
            db_name = TimeseriesGateway.Database, table_name = tables.Full(Table), num_hash_partitions = 0,
        }),
        CatalogCall.Move => (HttpMethod.Post, "cluster/shards/move", new
        {
            db_name = call.Wrong == CatalogCall.WrongDatabase ? "nobodys" : TimeseriesGateway.Database,
            table_name = call.Wrong == CatalogCall.WrongTable ? tables.Full("nobodys") : tables.Full(Table),
            shard_id_str = call.Wrong == CatalogCall.WrongShard ? "none" : "1", target_node_id_str = call.Node,
        }),
        _ => throw new FormatException($"there is no call {call.Call}"),
    };

    private static OpResult Outcome(CatalogCall call, HttpStatusCode status, string node) => (int)status switch
    {
        < 500 => OpResult.Ok(default, node),
        503 => OpResult.Fail("http 503: the catalog was not changed", node),
        _ when call.Call == CatalogCall.List => OpResult.Fail($"http {(int)status}", node),
        _ => OpResult.Info($"http {(int)status}", node),
    };

    private static string ErrorOf(string body)
    {
        try
        {
            using var error = JsonDocument.Parse(body);
            return error.RootElement.GetProperty("error").GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return body;
        }
    }

    private static IReadOnlyList<(string, string)> NodesOf(string body)
    {
        using var nodes = JsonDocument.Parse(body);
        return
        [
            .. nodes.RootElement.EnumerateArray().Select(n =>
                (n.GetProperty("id").GetInt64().ToString(CultureInfo.InvariantCulture), n.GetProperty("status").GetString() ?? "")),
        ];
    }
}
