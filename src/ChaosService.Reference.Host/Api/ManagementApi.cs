using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Host.Cluster;
using Microsoft.AspNetCore.Mvc;

namespace ChaosService.Reference.Host.Api;

/// <summary>Nodes, shards and how tables are divided. The catalog decides; what is here is how it is asked.</summary>
internal static class ManagementApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var cluster = routes.MapGroup("/api/v3/cluster");
        cluster.MapGet("/nodes", ListNodesAsync);
        cluster.MapGet("/shards", ListShardsAsync);
        cluster.MapPost("/nodes", AddNodeAsync);
        cluster.MapDelete("/nodes/{id}", (string id, HttpContext http, [FromServices] CatalogClient catalog) =>
            ChangeAsync(http, catalog, new RemoveNode(catalog.Now, id)));
        cluster.MapPut("/nodes/{id}/status", (string id, HttpContext http, [FromServices] CatalogClient catalog) =>
            ChangeAsync<StatusBody>(http, catalog, b => new SetNodeStatus(catalog.Now, id, b.Status)));
        cluster.MapPost("/shards/move", (HttpContext http, [FromServices] CatalogClient catalog) =>
            ChangeAsync<MoveBody>(http, catalog, b => new MoveShard(
                catalog.Now, b.DbName ?? "", b.TableName ?? "", b.ShardIdStr ?? "", b.TargetNodeIdStr ?? "")));
        cluster.MapPut("/tables/sharding", (HttpContext http, [FromServices] CatalogClient catalog) =>
            ChangeAsync<ShardingBody>(http, catalog, b => new ConfigureSharding(
                catalog.Now, b.DbName ?? "", b.TableName ?? "", b.ShardKeys, b.NumHashPartitions)));
        routes.MapPost("/api/v3/configure/table", (HttpContext http, [FromServices] CatalogClient catalog) =>
            ChangeAsync<TableBody>(http, catalog, b => new CreateTable(
                catalog.Now, b.Db ?? "", b.Table ?? "", b.ReplicationFactor ?? 1)));
    }

    private static async Task<IResult> ListNodesAsync(HttpContext http, [FromServices] CatalogClient catalog)
    {
        var (state, why) = await catalog.ReadAsync(http.RequestAborted);
        return state is null ? Body.Error(503, why) : Results.Json(state.Nodes.Values.Select(NodeBody.Of), Body.Json);
    }

    private static async Task<IResult> ListShardsAsync(HttpContext http, [FromServices] CatalogClient catalog)
    {
        var (state, why) = await catalog.ReadAsync(http.RequestAborted);
        if (state is null) return Body.Error(503, why);
        return Results.Json(
            from database in state.Databases
            from table in database.Value
            from shard in table.Value.Shards.Values
            select ShardBody.Of(database.Key, table.Key, shard), Body.Json);
    }

    private static async Task<IResult> AddNodeAsync(HttpContext http, [FromServices] CatalogClient catalog)
    {
        var (body, error) = await Body.ReadAsync<NodeBody>(http.Request, http.RequestAborted);
        if (body is null) return Body.Error(400, error);
        var command = new AddNode(catalog.Now, body.Id, body.RpcAddress ?? "", body.HttpAddress ?? "", body.Status ?? "");
        var answer = await catalog.ProposeAsync(command, http.RequestAborted);
        return answer.IsError
            ? Body.Error(answer.Status, answer.Message)
            : Results.Json(body with { CreatedAt = command.Now, UpdatedAt = command.Now }, Body.Json, statusCode: answer.Status);
    }

    private static async Task<IResult> ChangeAsync<T>(HttpContext http, CatalogClient catalog, Func<T, CatalogCommand> command)
        where T : class
    {
        var (body, error) = await Body.ReadAsync<T>(http.Request, http.RequestAborted);
        return body is null ? Body.Error(400, error) : await ChangeAsync(http, catalog, command(body));
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, CatalogClient catalog, CatalogCommand command)
    {
        var answer = await catalog.ProposeAsync(command, http.RequestAborted);
        if (answer.IsError) return Body.Error(answer.Status, answer.Message);
        return answer.Message is null
            ? Results.StatusCode(answer.Status)
            : Results.Json(new { status = answer.Message }, Body.Json, statusCode: answer.Status);
    }
}
