using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration.Calls;
using ChaosService.Reference.Core.Migration.Coordinator;

namespace ChaosService.Reference.Tests.Migration;

public sealed class MoveDriverTests
{
    private static readonly ShardAddress Address = new("db", "cpu", 1);

    private readonly List<string> _lines = [];
    private readonly List<string> _calls = [];
    private CatalogState _catalog = CatalogState.Empty;
    private readonly MoveDriver _driver = new(Address, new() { RetryTicks = 2, AttemptsMax = 3 });

    public MoveDriverTests()
    {
        Do(new AddNode(1, 1, "a:1", "a:2", "Active"));
        Do(new CreateTable(1, "db", "cpu", 1));
        Do(new CreateShard(1, "db", "cpu", new(0, 10)));
        Do(new AddNode(1, 2, "a:1", "a:2", "Active"));
        Do(new MoveShard(1, "db", "cpu", "1", "2"));
    }

    private Shard Shard => _catalog.Shard(Address)!;

    [Fact]
    public void Move_that_goes_well_makes_its_calls_and_has_its_statuses_in_their_order()
    {
        Run(_driver.See(Shard, 2), _ => null);

        Assert.Equal(
            ["PrepareShardSnapshot 1", "ApplyShardSnapshot 2", "SignalWalStreamProcessed 2", "LockShardWrites 1", "UnlockShardWrites 2",
                "DeleteShardData 1"],
            _calls);
        Assert.Equal(
            [ShardStatus.Stable, ShardStatus.MigratingSnapshot, ShardStatus.MigratingWAL, ShardStatus.AwaitingCutover, ShardStatus.Stable,
                ShardStatus.Cleaned],
            Shard.History);
        Assert.Equal((2u, null, true), (Shard.Partitions[0][0], Shard.Move, _driver.IsIdle));
    }

    [Fact]
    public void Source_that_is_down_is_asked_for_nothing()
    {
        Run(_driver.See(Shard, 2, new HashSet<uint> { 1 }), _ => null, down: [1]);

        Assert.Equal(["ApplyShardSnapshot 2", "SignalWalStreamProcessed 2", "UnlockShardWrites 2"], _calls);
        Assert.Equal((2u, ShardStatus.Cleaned), (Shard.Partitions[0][0], Shard.Status));
    }

    [Fact]
    public void Source_that_goes_down_meanwhile_is_not_waited_for()
    {
        var asked = _driver.See(Shard, 2).OfType<Ask>().Single().Call;
        Assert.Equal((MigrationRpc.PrepareShardSnapshot, 1u), (asked.Rpc, asked.Node));

        var effects = _driver.See(Shard, 3, new HashSet<uint> { 1 });

        var next = effects.OfType<Ask>().Single().Call;
        Assert.Equal((MigrationRpc.ApplyShardSnapshot, 2u), (next.Rpc, next.Node));
        Assert.DoesNotContain(effects.OfType<Say>(), s => s.Line.StartsWith("Starting", StringComparison.Ordinal));
    }

    [Fact]
    public void Log_tells_the_move_as_an_operator_reads_it()
    {
        Run(_driver.See(Shard, 2), _ => null);

        Assert.Equal(
            [
                "Starting migration job 1 from node 1 to node 2.", "Job 1 Initiated. Status: MigratingSnapshot.",
                "Calling PrepareShardSnapshot on source node 1", "Calling ApplyShardSnapshot on target node 2",
                "Snapshot transfer complete. Status: MigratingWAL.", "Calling SignalWalStreamProcessed on target node 2",
                "Calling LockShardWrites on source node 1", "WAL sync complete. Status: AwaitingCutover.",
                "Cutover complete. Owner: Node2. Status: Stable.", "Calling UnlockShardWrites on target node 2",
                "Calling DeleteShardData on source node 1", "Cleanup complete on source 1. Status: Cleaned.",
            ],
            _lines);
    }

    [Fact]
    public void Coordinator_that_begins_in_the_middle_goes_on_from_what_the_catalog_says()
    {
        Do(new AdvanceMove(2, Address, 1, ShardStatus.MigratingWAL));
        Do(new AdvanceMove(2, Address, 1, ShardStatus.AwaitingCutover));

        Run(_driver.See(Shard, 2), _ => null);

        Assert.Equal(["UnlockShardWrites 2", "DeleteShardData 1"], _calls);
        Assert.Equal(ShardStatus.Cleaned, Shard.Status);
    }

    [Fact]
    public void Call_without_an_answer_is_made_again_and_in_the_end_the_move_is_undone()
    {
        var first = _driver.See(Shard, 2);
        Assert.Empty(_driver.Tick(3));
        Assert.Equal(first.OfType<Ask>(), _driver.Tick(3).OfType<Ask>());
        foreach (var _ in Enumerable.Range(0, 3)) Assert.DoesNotContain(_driver.Tick(3), e => e is Propose);

        Run(_driver.Tick(3), _ => null);

        Assert.Equal(["UnlockShardWrites 1", "DeleteShardData 2"], _calls);
        Assert.Equal([ShardStatus.Stable, ShardStatus.MigratingSnapshot, ShardStatus.Stable], Shard.History);
        Assert.Contains("Giving up: PrepareShardSnapshot had no good answer in 3 attempts.", _lines);
        Assert.Equal((1u, null), (Shard.Partitions[0][0], Shard.Move));
    }

    [Fact]
    public void Move_is_not_given_up_once_the_target_owns_the_shard()
    {
        foreach (var status in new[] { ShardStatus.MigratingWAL, ShardStatus.AwaitingCutover, ShardStatus.Stable })
            Do(new AdvanceMove(2, Address, 1, status));
        _driver.See(Shard, 2);

        for (var tick = 0; tick < 100; tick++) Assert.DoesNotContain(_driver.Tick(3), e => e is Propose);
        Assert.Equal(409, CatalogMachine.Apply(_catalog, new AbortMove(4, Address, 1)).Answer.Status);
    }

    [Fact]
    public void Answer_to_something_else_is_nothing_and_a_failure_is_said_with_its_reason()
    {
        var asked = _driver.See(Shard, 2).OfType<Ask>().Single().Call;

        Assert.Empty(_driver.Answered(new(asked with { Rpc = MigrationRpc.DeleteShardData }, null)));
        Assert.Empty(_driver.Answered(new(asked with { Move = 9 }, null)));
        Assert.Equal(
            [new Say("PrepareShardSnapshot on node 1 failed: the disk is gone")], _driver.Answered(new(asked, "the disk is gone")));
    }

    [Fact]
    public void Coordinator_that_does_not_know_of_an_abort_cannot_cut_over()
    {
        Do(new AdvanceMove(2, Address, 1, ShardStatus.MigratingWAL));
        Do(new AdvanceMove(2, Address, 1, ShardStatus.AwaitingCutover));
        Do(new AbortMove(3, Address, 1));

        Assert.Equal(409, CatalogMachine.Apply(_catalog, new AdvanceMove(4, Address, 1, ShardStatus.Stable)).Answer.Status);
    }

    /// <summary>Carries out everything, and lets each call be answered so.</summary>
    private void Run(IReadOnlyList<MigrationEffect> effects, Func<MigrationCall, string?> answer, HashSet<uint>? down = null)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case Say say:
                    _lines.Add(say.Line);
                    break;
                case Ask ask:
                    _calls.Add($"{ask.Call.Rpc} {ask.Call.Node}");
                    Run(_driver.Answered(new(ask.Call, answer(ask.Call))), answer, down);
                    break;
                case Propose propose:
                    Do(propose.Command);
                    Run(_driver.See(Shard, 3, down), answer, down);
                    break;
                default:
                    break;
            }
        }
    }

    private void Do(CatalogCommand command)
    {
        (_catalog, var answer) = CatalogMachine.Apply(_catalog, command);
        Assert.False(answer.IsError, answer.Message);
    }
}
