namespace ChaosService.Reference.Tests.Host.Moves;

/// <summary>A shard goes from node to node while clients write to it.</summary>
public sealed class MoveTests
{
    private const string WholeWay = "Stable MigratingSnapshot MigratingWAL AwaitingCutover Stable Cleaned";

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 4)]
    public async Task Move_under_writes_loses_and_doubles_nothing_and_cleans_the_source(int copies, int nodes)
    {
        await using var cluster = await MovingCluster.StartAsync(
            nodes, s => s with { ReplicationFactor = copies, HashPartitions = nodes - copies });
        var (source, target) = await cluster.PickAsync();
        var held = await cluster.CopiesAsync(source);
        await using var load = new Load(cluster);
        await load.GoOnAsync(20);

        Assert.Equal(202, (await cluster.MoveAsync(source, target)).Status);
        var shard = await cluster.RestAsync();
        await load.GoOnAsync(20);

        Assert.Equal(WholeWay, MovingCluster.HistoryOf(shard));
        Assert.Equal((0, held), (await cluster.CopiesAsync(source), await cluster.CopiesAsync(target)));
        foreach (var partition in shard.GetProperty("partitions").EnumerateArray()) Assert.Equal(copies, partition.GetArrayLength());
        Assert.DoesNotContain(source, await cluster.HoldersAsync());
        foreach (var id in cluster.Nodes.Ids) Assert.Equal("", await load.CompareAsync(id));
    }

    [Fact]
    public async Task Shard_comes_back_to_a_node_that_it_has_left()
    {
        await using var cluster = await MovingCluster.StartAsync(3);
        var (source, target) = await cluster.PickAsync();
        await using var load = new Load(cluster);

        foreach (var (from, to) in new[] { (source, target), (target, source), (source, target) })
        {
            Assert.Equal(202, (await cluster.MoveAsync(from, to)).Status);
            await cluster.RestAsync();
            await load.GoOnAsync(5);
        }
        await cluster.Nodes.CrashAsync(source);
        await cluster.Nodes.StartAsync(source);

        Assert.Equal(0, await cluster.CopiesAsync(source));
        Assert.Equal("", await load.CompareAsync(source));
    }

    [Fact]
    public async Task Locked_shard_lets_writes_wait_until_the_target_has_it()
    {
        await using var cluster = await MovingCluster.StartAsync(3);
        var (source, target) = await cluster.PickAsync();
        var coordinator = await cluster.CoordinatorAsync();
        await cluster.PauseAsync(coordinator, "reporting-stable");
        await cluster.MoveAsync(source, target);
        await cluster.ReachedAsync(coordinator, "reporting-stable");
        await cluster.StatusAsync("AwaitingCutover");

        var written = cluster.Nodes.WriteAsync(target, MovingCluster.Points(100, 8));
        var moment = Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, TestCluster.Cancellation);
        Assert.Same(moment, await Task.WhenAny(written, moment));
        Assert.InRange(await cluster.Nodes.CountAsync(target, "cpu"), 20, 27);
        await cluster.ResumeAsync(coordinator, "reporting-stable");

        Assert.Equal(204, (await written).Status);
        Assert.Equal(28, await cluster.Nodes.CountAsync(source, "cpu"));
    }

    [Fact]
    public async Task Asking_for_the_same_move_again_changes_nothing()
    {
        await using var cluster = await MovingCluster.StartAsync(3);
        var (source, target) = await cluster.PickAsync();

        for (var i = 0; i < 5; i++) Assert.True((await cluster.MoveAsync(source, target)).Status is 202 or 400);

        Assert.Equal(WholeWay, MovingCluster.HistoryOf(await cluster.RestAsync()));
    }

    [Fact]
    public async Task Move_that_is_given_up_leaves_the_shard_where_it_was()
    {
        await using var cluster = await MovingCluster.StartAsync(3);
        var (source, target) = await cluster.PickAsync();
        var coordinator = await cluster.CoordinatorAsync();
        await cluster.PauseAsync(coordinator, "calling-lock-shard-writes");
        await using var load = new Load(cluster);
        await cluster.MoveAsync(source, target);
        await cluster.ReachedAsync(coordinator, "calling-lock-shard-writes");

        Assert.Equal(202, (await cluster.AbortAsync()).Status);
        await cluster.ResumeAsync(coordinator, "calling-lock-shard-writes");
        var shard = await cluster.RestAsync();
        await load.GoOnAsync(10);

        Assert.Equal("Stable MigratingSnapshot MigratingWAL Stable", MovingCluster.HistoryOf(shard));
        Assert.Equal(0, await cluster.CopiesAsync(target));
        Assert.Contains(source, await cluster.HoldersAsync());
        Assert.Equal("", await load.CompareAsync(target));
    }

    [Fact]
    public async Task Target_that_does_not_come_back_makes_the_move_be_given_up()
    {
        await using var cluster = await MovingCluster.StartAsync(4, s => s with { ElectionTicks = 10 });
        var (source, target) = await cluster.PickAsync();
        await cluster.Nodes.CrashAsync(target);

        await cluster.MoveAsync(source, target);
        await TestCluster.EventuallyAsync(cluster.ShardAsync, s => s.GetProperty("is_undone").GetBoolean());
        await cluster.Nodes.StartAsync(target);
        var shard = await cluster.RestAsync();

        Assert.Equal("Stable MigratingSnapshot Stable", MovingCluster.HistoryOf(shard));
        Assert.Equal(0, await cluster.CopiesAsync(target));
    }
}
