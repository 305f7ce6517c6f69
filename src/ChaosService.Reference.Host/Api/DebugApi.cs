using System.Text;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Wal;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Partitions;
using ChaosService.Reference.Host.Wire;
using Microsoft.AspNetCore.Mvc;

namespace ChaosService.Reference.Host.Api;

/// <summary>This node's own state and view of the cluster, without asking other nodes. For tests, and off by default.</summary>
internal static class DebugApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/debug/raft", ([FromServices] RaftDriver driver) => Results.Json(
            driver.Statuses.OrderBy(g => (g.Key.Shard, g.Key.Partition)).Select(g => GroupBody.Of(g.Key, g.Value)), Body.Json));
        routes.MapGet("/debug/raft/committed", ([FromServices] RaftDriver driver) => Results.Json(
            driver.Committed.OrderBy(g => (g.Id.Shard, g.Id.Partition)).Select(g => CommittedBody.Of(g.Id, g.Status, g.Log)), Body.Json));
        routes.MapGet("/debug/queries", (long? after, [FromServices] RecentRequests recent) =>
            Results.Json(recent.Queries.After(after ?? 0).Select(q => QueryRecordBody.Of(q.Number, q.Item)), Body.Json));
        routes.MapGet("/debug/rpcs", (long? after, string? method, [FromServices] RecentRequests recent) => Results.Json(
            recent.Rpcs.After(after ?? 0).Where(r => method is null || r.Item.Method == method).Select(r => RpcBody.Of(r.Number, r.Item)),
            Body.Json));
        var copies = routes.MapGroup("/debug/partitions/{shard}/{partition:int}");
        copies.MapGet("/lines", (ulong shard, int partition, [FromServices] RaftDriver driver) =>
            Answer(driver, new(shard, partition), store => Results.Text(Lines(store))));
        copies.MapGet("/checksum", (ulong shard, int partition, [FromServices] RaftDriver driver) =>
            Answer(driver, new(shard, partition), Checksum));
        copies.MapGet("/wal", (ulong shard, int partition, long? from, HttpContext http, [FromServices] RaftDriver driver) =>
            WalAsync(driver, new(shard, partition), from ?? 1, http.RequestAborted));
    }

    private static IResult Answer(RaftDriver driver, GroupId group, Func<PartitionStore, IResult> answer) =>
        driver.Machine(group) is PartitionStore store ? answer(store) : NoCopy(group);

    private static string Lines(PartitionStore store)
    {
        var lines = new StringBuilder();
        foreach (var point in store.Scan()) LineWriter.Write(lines, point);
        return lines.ToString();
    }

    private static IResult Checksum(PartitionStore store)
    {
        var (applied, lines) = (store.Applied, Lines(store));
        var crc32c = $"{Crc32C.Of(Encoding.UTF8.GetBytes(lines)):x8}";
        return Results.Json(new { crc32c, points = lines.Count(c => c == '\n'), applied }, Body.Json);
    }

    /// <summary>Entries that a snapshot has replaced are gone.</summary>
    private static async Task<IResult> WalAsync(RaftDriver driver, GroupId group, long from, CancellationToken cancellation)
    {
        if (group.IsCatalog) return Body.Error(404, "shard 0 is the catalog, whose entries are no batches: give a table's shard, from 1");
        var log = await driver.LookAsync(
            group,
            n => n is null
                ? null
                : Tuple.Create(n.Log.Slice(Math.Max(from, n.Log.Snapshot.Index + 1), WalEntryBody.EntriesMax), n.CommitIndex),
            cancellation);
        return log is null ? NoCopy(group) : Results.Json(log.Item1.Select(e => WalEntryBody.Of(e, log.Item2)), Body.Json);
    }

    private static IResult NoCopy(GroupId group) => Body.Error(404, $"this node has no copy of {group}");
}
