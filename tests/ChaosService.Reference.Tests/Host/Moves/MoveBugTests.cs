using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration;

namespace ChaosService.Reference.Tests.Host.Moves;

/// <summary>Each bug that can be switched on in a move is seen by whoever looks for it.</summary>
public sealed class MoveBugTests
{
    [Fact]
    public async Task Source_that_is_not_locked_takes_writes_that_nobody_gets() =>
        Assert.StartsWith("lost", await MoveUnderWritesAsync(MigrationBugs.NoWriteLock, "reporting-stable"));

    [Fact]
    public async Task Target_that_is_not_waited_for_lacks_the_last_writes() =>
        Assert.StartsWith("lost", await MoveUnderWritesAsync(MigrationBugs.CutoverWithoutWalSync, "calling-lock-shard-writes"));

    [Fact]
    public async Task Source_that_is_never_deleted_keeps_its_copy()
    {
        await using var cluster = await MovingCluster.StartAsync(3, s => s with { MigrationBugs = MigrationBugs.SourceNeverDeleted });
        var (source, target) = await cluster.PickAsync();

        await cluster.MoveAsync(source, target);

        Assert.Equal("Cleaned", (await cluster.RestAsync()).GetProperty("status").GetString());
        Assert.Equal(1, await cluster.CopiesAsync(source));
    }

    [Fact]
    public async Task Copy_that_is_deleted_before_the_target_owns_the_shard_is_gone()
    {
        await using var cluster = await MovingCluster.StartAsync(
            3, s => s with { MigrationBugs = MigrationBugs.DeleteBeforeFlip, RequestLimit = TimeSpan.FromSeconds(1) });
        var (source, target) = await cluster.PickAsync();

        await cluster.MoveAsync(source, target);
        await TestCluster.EventuallyAsync(() => cluster.CopiesAsync(source), n => n == 0);

        Assert.Equal(503, (await cluster.Nodes.QueryAsync(target, "SELECT COUNT(*) FROM cpu")).Status);
    }

    [Fact]
    public async Task Replication_factor_that_drops_to_one_is_seen_in_the_replica_lists()
    {
        await using var cluster = await MovingCluster.StartAsync(
            4, s => s with { ReplicationFactor = 3, HashPartitions = 1, CatalogBugs = CatalogBugs.ReplicationFactorDropsToOne });
        var (source, target) = await cluster.PickAsync();

        await cluster.MoveAsync(source, target);

        Assert.Contains(
            (await cluster.RestAsync()).GetProperty("partitions").EnumerateArray(), p => p.GetArrayLength() == 1);
    }

    private static async Task<string> MoveUnderWritesAsync(MigrationBugs bug, string point)
    {
        await using var cluster = await MovingCluster.StartAsync(3, s => s with { MigrationBugs = bug });
        var (source, target) = await cluster.PickAsync();
        var coordinator = await cluster.CoordinatorAsync();
        await cluster.PauseAsync(coordinator, point);
        await using var load = new Load(cluster);
        await cluster.MoveAsync(source, target);
        await cluster.ReachedAsync(coordinator, point);
        await load.GoOnAsync(30);
        await cluster.ResumeAsync(coordinator, point);
        await cluster.RestAsync();
        return await load.CompareAsync(target);
    }
}
