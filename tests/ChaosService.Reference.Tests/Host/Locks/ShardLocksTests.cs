using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration;
using ChaosService.Reference.Host.Locks;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Tests.Host.Locks;

/// <summary>A shard of two partitions goes from node 1 to node 2; partition 1 is on node 3 alone and stays there.</summary>
public sealed class ShardLocksTests
{
    private static readonly GroupId Moved = new(1, 0);
    private static readonly GroupId Other = new(1, 1);

    [Fact]
    public void Source_takes_writes_until_it_is_told_not_to()
    {
        var locks = new ShardLocks(1, MigrationBugs.None);
        locks.See(State(ShardStatus.MigratingWAL));
        Assert.Null(locks.WhyNot(Moved));

        locks.Close(1);

        Assert.Equal("shard 1 is being handed over from node 1 to node 2: try again", locks.WhyNot(Moved));
        Assert.Null(locks.WhyNot(Other));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void Nobody_takes_writes_while_a_shard_waits_for_its_cutover(uint node, bool isLocked)
    {
        var locks = new ShardLocks(node, MigrationBugs.None);

        locks.See(State(ShardStatus.AwaitingCutover));

        Assert.Equal(isLocked, locks.WhyNot(Moved) is not null);
        Assert.Null(locks.WhyNot(Other));
    }

    [Fact]
    public void Target_takes_writes_when_it_is_told_to_and_the_source_does_not()
    {
        var (source, target) = (new ShardLocks(1, MigrationBugs.None), new ShardLocks(2, MigrationBugs.None));
        foreach (var locks in new[] { source, target }) locks.See(State(ShardStatus.Stable));
        Assert.NotNull(target.WhyNot(Moved));

        target.Open(1);

        Assert.Null(target.WhyNot(Moved));
        Assert.NotNull(source.WhyNot(Moved));
    }

    [Fact]
    public void Move_that_is_given_up_or_over_locks_nothing()
    {
        var locks = new ShardLocks(1, MigrationBugs.None);
        locks.See(State(ShardStatus.MigratingWAL));
        locks.Close(1);

        locks.See(State(ShardStatus.MigratingWAL, isAborting: true));
        Assert.Null(locks.WhyNot(Moved));

        locks.See(State(ShardStatus.MigratingWAL));
        Assert.Null(locks.WhyNot(Moved));
    }

    private static CatalogState State(ShardStatus status, bool isAborting = false)
    {
        var move = new ShardMove(1, 1, 2, isAborting);
        var shard = new Shard(1, new(0, 10), [], [[1], [3]], [ShardStatus.Stable, status], move);
        if (status == ShardStatus.Stable) shard = shard.CutOver(move);
        var (state, _) = CatalogMachine.Apply(CatalogState.Empty, new CreateTable(1, "d", "t", 1));
        return state.With(new ShardAddress("d", "t", 1), shard);
    }
}
