using System.Text;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Wal;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Partitions;
using ChaosService.Reference.Host.Wire;
using Microsoft.AspNetCore.Mvc;

namespace ChaosService.Reference.Host.Api;

/// <summary>What a node has and thinks, asked past everything that makes it one of a cluster. For tests, and off by default.</summary>
internal static class DebugApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/debug/raft", ([FromServices] RaftDriver driver) => Results.Json(
            driver.Statuses.OrderBy(g => (g.Key.Shard, g.Key.Partition)).Select(g => GroupBody.Of(g.Key, g.Value)), Body.Json));
        var copies = routes.MapGroup("/debug/partitions/{shard}/{partition:int}");
        copies.MapGet("/lines", (ulong shard, int partition, [FromServices] RaftDriver driver) =>
            Answer(driver, new(shard, partition), lines => Results.Text(lines)));
        copies.MapGet("/checksum", (ulong shard, int partition, [FromServices] RaftDriver driver) =>
            Answer(driver, new(shard, partition), lines => Results.Json(
                new { crc32c = $"{Crc32C.Of(Encoding.UTF8.GetBytes(lines)):x8}", points = lines.Count(c => c == '\n') }, Body.Json)));
    }

    private static IResult Answer(RaftDriver driver, GroupId group, Func<string, IResult> answer) =>
        Lines(driver, group) is { } lines ? answer(lines) : Body.Error(404, $"this node has no copy of {group}");

    private static string? Lines(RaftDriver driver, GroupId group)
    {
        if (driver.Machine(group) is not PartitionStore store) return null;
        var lines = new StringBuilder();
        foreach (var point in store.Scan()) LineWriter.Write(lines, point);
        return lines.ToString();
    }
}
