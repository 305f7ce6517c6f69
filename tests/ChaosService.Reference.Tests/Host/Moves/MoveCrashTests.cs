using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration.Calls;
using ChaosService.Reference.Host.Moves;

namespace ChaosService.Reference.Tests.Host.Moves;

/// <summary>Whoever crashes at whatever step, and comes back: the move is carried out, and nothing is lost.</summary>
public sealed class MoveCrashTests
{
    public static TheoryData<string> Points { get; } =
    [
        .. Enum.GetValues<MigrationRpc>().Select(MovePoints.Calling),
        .. new[] { ShardStatus.MigratingWAL, ShardStatus.AwaitingCutover, ShardStatus.Stable, ShardStatus.Cleaned }
            .Select(MovePoints.Reporting),
    ];

    /// <summary>One shard goes from node to node, and each time another one of those who take part crashes there.</summary>
    [Theory]
    [MemberData(nameof(Points))]
    public async Task Move_is_carried_out_although_somebody_crashes(string point)
    {
        await using var cluster = await MovingCluster.StartAsync(3);
        await using var load = new Load(cluster);
        foreach (var who in new[] { "coordinator", "source", "target" })
        {
            var (source, target) = await cluster.PickAsync();
            var coordinator = await cluster.CoordinatorAsync();
            await cluster.PauseAsync(coordinator, point);
            await load.GoOnAsync(5);
            Assert.Equal(202, (await cluster.MoveAsync(source, target)).Status);
            await cluster.ReachedAsync(coordinator, point);

            var crashed = who switch { "source" => source, "target" => target, _ => coordinator };
            await cluster.Nodes.CrashAsync(crashed);
            await cluster.Nodes.StartAsync(crashed);
            if (crashed != coordinator) await cluster.ResumeAsync(coordinator, point);
            var shard = await cluster.RestAsync();
            await load.GoOnAsync(5);

            Assert.Equal(("Cleaned", who), (shard.GetProperty("status").GetString(), who));
            Assert.Equal(0, await cluster.CopiesAsync(source));
            Assert.Contains(target, await cluster.HoldersAsync());
        }
        foreach (var id in cluster.Nodes.Ids) Assert.Equal("", await load.CompareAsync(id));
    }
}
