using System.Globalization;
using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Moves;
using ChaosService.Reference.Host.Settings;
using Microsoft.AspNetCore.Mvc;

namespace ChaosService.Reference.Host.Api;

/// <summary>Nodes, shards and the sharding of tables. The catalog decides; this is only its HTTP interface.</summary>
internal static class ManagementApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var cluster = routes.MapGroup("/api/v3/cluster");
        cluster.MapGet("/nodes", ListNodesAsync);
        cluster.MapGet("/shards", ListShardsAsync);
        cluster.MapPost("/nodes", AddNodeAsync);
        cluster.MapGet("/format", ShowFormatAsync);
        cluster.MapPut("/format", (HttpContext http, [FromServices] CatalogClient catalog) =>
            ChangeAsync<FormatBody>(http, catalog, b => new RaiseFormat(catalog.Now, b.Format)));
        cluster.MapDelete("/nodes/{id}", (string id, HttpContext http, [FromServices] CatalogClient catalog) =>
            ChangeAsync(http, catalog, new RemoveNode(catalog.Now, id)));
        cluster.MapPut("/nodes/{id}/status", (string id, HttpContext http, [FromServices] CatalogClient catalog) =>
            ChangeAsync<StatusBody>(http, catalog, b => new SetNodeStatus(catalog.Now, id, b.Status)));
        cluster.MapPost("/shards/move", (HttpContext http, [FromServices] CatalogClient catalog) =>
            ChangeAsync<MoveBody>(http, catalog, b => new MoveShard(
                catalog.Now, b.DbName ?? "", b.TableName ?? "", b.ShardIdStr ?? "", b.TargetNodeIdStr ?? "", b.SourceNodeIdStr)));
        cluster.MapPost("/shards/abort", AbortAsync);
        cluster.MapPost("/nodes/{id}/decommission", DecommissionAsync);
        cluster.MapPost("/rebalance", RebalanceAsync);
        cluster.MapPut("/tables/sharding", ConfigureAsync);
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

    private static async Task<IResult> ShowFormatAsync(HttpContext http, [FromServices] CatalogClient catalog)
    {
        var (state, why) = await catalog.ReadAsync(http.RequestAborted);
        if (state is null) return Body.Error(503, why);
        var nodes = state.Nodes.Values.Select(n => new { id = n.Id, format = (int)n.Format });
        return Results.Json(new { format = (int)state.Format, nodes }, Body.Json);
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

    /// <summary>A missing table is created: its sharding must be set before its first point arrives.</summary>
    private static async Task<IResult> ConfigureAsync(
        HttpContext http, [FromServices] CatalogClient catalog, [FromServices] NodeSettings settings)
    {
        var (body, error) = await Body.ReadAsync<ShardingBody>(http.Request, http.RequestAborted);
        if (body is null) return Body.Error(400, error);
        var (database, table) = (body.DbName ?? "", body.TableName ?? "");
        var configure = new ConfigureSharding(catalog.Now, database, table, body.ShardKeys, body.NumHashPartitions);
        var answer = await catalog.ProposeAsync(configure, http.RequestAborted);
        if (answer.Status != 404) return ResultOf(answer);
        var copies = body.ReplicationFactor ?? settings.ReplicationFactor;
        var made = await catalog.ProposeAsync(new CreateTable(catalog.Now, database, table, copies), http.RequestAborted);
        // It is just as good if another caller has created it meanwhile.
        return made.IsError && made.Status != 409 ? ResultOf(made) : ResultOf(await catalog.ProposeAsync(configure, http.RequestAborted));
    }

    private static async Task<IResult> AbortAsync(HttpContext http, [FromServices] CatalogClient catalog)
    {
        var (body, error) = await Body.ReadAsync<AbortBody>(http.Request, http.RequestAborted);
        if (body is null) return Body.Error(400, error);
        if (!ulong.TryParse(body.ShardIdStr, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return Body.Error(400, $"'{body.ShardIdStr}' is no shard id: give a whole number");
        var (state, why) = await catalog.ReadAsync(http.RequestAborted);
        if (state is null) return Body.Error(503, why);
        var address = new ShardAddress(body.DbName ?? "", body.TableName ?? "", id);
        if (state.Shard(address) is not { } shard) return Body.Error(404, $"shard {address} not found");
        return shard.Move is not { } move
            ? Body.Error(409, $"shard {address} does not move")
            : await ChangeAsync(http, catalog, new AbortMove(catalog.Now, address, move.Id));
    }

    private static async Task<IResult> DecommissionAsync(string id, HttpContext http, [FromServices] CatalogClient catalog)
    {
        var answer = await catalog.ProposeAsync(new SetNodeStatus(catalog.Now, id, NodeStatus.Draining), http.RequestAborted);
        return ResultOf(answer.IsError ? answer : new Answer(202, "decommission initiated"));
    }

    private static async Task<IResult> RebalanceAsync(HttpContext http, [FromServices] Rebalancer rebalancer)
    {
        var (moves, failure) = await rebalancer.SpreadAsync(http.RequestAborted);
        return failure.IsError ? ResultOf(failure) : Results.Json(moves.Select(PlannedMoveBody.Of), Body.Json, statusCode: 202);
    }

    private static async Task<IResult> ChangeAsync<T>(HttpContext http, CatalogClient catalog, Func<T, CatalogCommand> command)
        where T : class
    {
        var (body, error) = await Body.ReadAsync<T>(http.Request, http.RequestAborted);
        return body is null ? Body.Error(400, error) : await ChangeAsync(http, catalog, command(body));
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, CatalogClient catalog, CatalogCommand command) =>
        ResultOf(await catalog.ProposeAsync(command, http.RequestAborted));

    private static IResult ResultOf(Answer answer)
    {
        if (answer.IsError) return Body.Error(answer.Status, answer.Message);
        return answer.Message is null
            ? Results.StatusCode(answer.Status)
            : Results.Json(new { status = answer.Message }, Body.Json, statusCode: answer.Status);
    }
}
