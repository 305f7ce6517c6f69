using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration.Calls;
using ChaosService.Reference.Host.Moves;

namespace ChaosService.Reference.Tests.Host.Moves;

/// <summary>Whoever crashes at whatever step, and comes back: the move is carried out, and nothing is lost.</summary>
public sealed class MoveCrashTests
{
    public static TheoryData<string, string> Crashes()
    {
        var points = Enum.GetValues<MigrationRpc>().Select(MovePoints.Calling).Concat(
            new[] { ShardStatus.MigratingWAL, ShardStatus.AwaitingCutover, ShardStatus.Stable, ShardStatus.Cleaned }
                .Select(MovePoints.Reporting));
        var crashes = new TheoryData<string, string>();
        foreach (var point in points)
            foreach (var who in new[] { "coordinator", "source", "target" }) crashes.Add(point, who);
        return crashes;
    }

    [Theory]
    [MemberData(nameof(Crashes))]
    public async Task Move_is_carried_out_although_somebody_crashes(string point, string who)
    {
        await using var cluster = await MovingCluster.StartAsync(3);
        var (source, target) = await cluster.PickAsync();
        var coordinator = await cluster.CoordinatorAsync();
        await cluster.PauseAsync(coordinator, point);
        await using var load = new Load(cluster);
        await load.GoOnAsync(5);
        await cluster.MoveAsync(source, target);
        await cluster.ReachedAsync(coordinator, point);

        var crashed = who switch { "source" => source, "target" => target, _ => coordinator };
        await cluster.Nodes.CrashAsync(crashed);
        await cluster.Nodes.StartAsync(crashed);
        if (crashed != coordinator) await cluster.ResumeAsync(coordinator, point);
        var shard = await cluster.RestAsync();
        await load.GoOnAsync(5);

        Assert.Equal("Cleaned", shard.GetProperty("status").GetString());
        Assert.Equal(0, await cluster.CopiesAsync(source));
        Assert.Contains(target, await cluster.HoldersAsync());
        Assert.Equal("", await load.CompareAsync(target));
    }
}
