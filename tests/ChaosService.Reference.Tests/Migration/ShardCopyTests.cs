using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration.Calls;
using ChaosService.Reference.Core.Migration.Copies;

namespace ChaosService.Reference.Tests.Migration;

public sealed class ShardCopyTests
{
    private static readonly byte[] Record = [1];

    [Fact]
    public void Lock_is_answered_when_the_target_has_everything_and_outlives_a_restart()
    {
        var source = new ShardCopy(1, CopyState.New);
        source.Write(1, Record);
        Assert.IsType<PersistCopy>(Assert.Single(source.Take(Call(MigrationRpc.LockShardWrites))));

        source = new ShardCopy(1, source.State);
        Assert.StartsWith("the shard is being handed over", Refusal(source.Write(2, Record)));
        Assert.Empty(source.Take(Call(MigrationRpc.LockShardWrites)));
        Assert.Equal(new Ship(new WalRequest(5, 2, 1, 0), 1, 1), Assert.Single(source.Serve(new(5, 2, 1, After: 0))));
        Assert.Contains(source.Serve(new(5, 2, 1, After: 1)), e => e is Tell { Answer.Error: null });
    }

    [Fact]
    public void Lock_that_comes_after_the_move_was_given_up_does_nothing()
    {
        var source = new ShardCopy(1, CopyState.New);
        source.Take(Call(MigrationRpc.UnlockShardWrites));

        Assert.Equal("move 5 is over on node 1", Error(source.Take(Call(MigrationRpc.LockShardWrites))));
        Assert.Equal(CopyRole.Serving, source.State.Role);
    }

    [Fact]
    public void Snapshot_that_comes_after_the_copy_was_deleted_is_not_taken()
    {
        var target = new ShardCopy(2, CopyState.None);
        target.Take(Call(MigrationRpc.ApplyShardSnapshot));
        target.Take(Call(MigrationRpc.DeleteShardData));

        Assert.Equal("move 5 is over on node 2", Error(target.Take(Call(MigrationRpc.ApplyShardSnapshot))));
        Assert.Empty(target.Receive(new(5, 2, 0, [Record], 1)));
        Assert.Equal(CopyRole.None, target.State.Role);
    }

    [Fact]
    public void Deletion_of_an_earlier_move_does_not_touch_what_a_later_one_brought_back()
    {
        var node = new ShardCopy(2, CopyState.None with { ClosedMove = 5 });
        var later = Call(MigrationRpc.ApplyShardSnapshot) with { Move = 6 };
        node.Take(later);
        node.Receive(new(6, 2, 0, [Record], 1));

        Assert.Null(Error(node.Take(Call(MigrationRpc.DeleteShardData))));
        Assert.Equal((CopyRole.Receiving, 1L), (node.State.Role, node.State.Length));
    }

    [Fact]
    public void Target_takes_records_in_their_order_each_once_and_says_when_it_has_all()
    {
        var target = new ShardCopy(2, CopyState.None);
        Assert.Contains(target.Take(Call(MigrationRpc.ApplyShardSnapshot)), e => e is Fetch { Request: { After: 0, To: 1 } });
        Assert.Contains(target.Receive(new(5, 2, 0, [Record, Record], 3)), e => e is Tell { Answer.Error: null });
        Assert.Empty(target.Receive(new(5, 2, 0, [Record, Record], 3)));
        Assert.Empty(target.Receive(new(5, 2, 3, [Record], 4)));

        Assert.DoesNotContain(target.Take(Call(MigrationRpc.SignalWalStreamProcessed)), e => e is Tell);
        Assert.Contains(target.Receive(new(5, 2, 2, [Record], 3)), e => e is Tell { Answer.Error: null });
        Assert.Equal("node 2 does not own the shard: ask the catalog who does", Refusal(target.Write(1, Record)));
    }

    private static MigrationCall Call(MigrationRpc rpc) => new(5, new ShardAddress("db", "cpu", 1), rpc, 2, 1);

    private static string? Error(IReadOnlyList<CopyEffect> effects) => Assert.Single(effects.OfType<Tell>()).Answer.Error;

    private static string Refusal(IReadOnlyList<CopyEffect> effects) => Assert.Single(effects.OfType<WriteRefused>()).Reason;
}
