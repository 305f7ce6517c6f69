using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Rebalancing;

namespace ChaosService.Reference.Tests.Rebalancing;

public sealed class PlanningTests
{
    private static readonly ShardStatus[] Steps =
        [ShardStatus.MigratingWAL, ShardStatus.AwaitingCutover, ShardStatus.Stable, ShardStatus.Cleaned];

    private CatalogState _state = CatalogState.Empty;

    [Theory]
    [InlineData(4, 1, 1)]
    [InlineData(4, 2, 3)]
    [InlineData(5, 3, 4)]
    [InlineData(10, 3, 8)]
    public void Node_that_goes_is_emptied_and_no_copy_is_missing(int nodes, int copies, int partitions)
    {
        SetUp(nodes, copies, partitions, shards: 5);
        Do(new SetNodeStatus(9, "2", "Draining"));

        CarryOut(() => Planning.Decommission(_state));

        Assert.False(_state.IsInUse(2));
        Assert.All(_state.Shards, s => Assert.All(s.Partitions, p => Assert.Equal(copies, p.Distinct().Count())));
        Assert.Equal(204, Do(new RemoveNode(10, "2")).Status);
    }

    [Fact]
    public void Node_that_nobody_can_take_from_is_stuck_and_the_plan_says_why()
    {
        SetUp(nodes: 3, copies: 3, partitions: 1, shards: 1);
        Do(new SetNodeStatus(9, "2", "Draining"));

        var plan = Planning.Decommission(_state);

        Assert.Empty(plan.Moves);
        Assert.Equal("shard db.cpu/1: every active node holds what node 2 does; add a node", Assert.Single(plan.Stuck));
    }

    [Fact]
    public void Copies_of_a_node_that_is_down_are_made_elsewhere_when_healing_is_on()
    {
        SetUp(nodes: 5, copies: 3, partitions: 2, shards: 4);
        Do(new SetNodeStatus(9, "3", "Down"));

        Assert.Empty(Planning.Heal(_state, isOn: false).Moves);
        var plan = Planning.Heal(_state, isOn: true);

        Assert.NotEmpty(plan.Moves);
        Assert.All(plan.Moves, m => Assert.True(m.Source == 3 && m.Target != 3));
        CarryOut(() => Planning.Heal(_state, isOn: true));
        Assert.All(_state.Shards, s => Assert.All(s.Partitions, p => Assert.Equal(3, p.Distinct().Count(n => n != 3))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Copy_without_a_majority_cannot_be_made_again(int copies)
    {
        SetUp(nodes: 3, copies, partitions: 1, shards: 1);
        var holder = _state.Shards.Single().Partitions[0][0];
        Do(new SetNodeStatus(9, $"{holder}", "Down"));

        var plan = Planning.Heal(_state, isOn: true);

        Assert.Empty(plan.Moves);
        Assert.Contains($"no majority of what node {holder} holds of it is up", Assert.Single(plan.Stuck));
    }

    [Fact]
    public void New_node_gets_its_share_and_then_there_is_nothing_more_to_do()
    {
        SetUp(nodes: 3, copies: 1, partitions: 1, shards: 12);
        Do(new AddNode(9, 4, "a:1", "a:2", "Active"));

        CarryOut(() => Planning.Spread(_state));

        Assert.All([1u, 2u, 3u, 4u], n => Assert.Equal(3, new NodeLoad(_state)[n]));
        Assert.Empty(Planning.Spread(_state).Moves);
    }

    [Fact]
    public void Shard_that_moves_is_left_alone()
    {
        SetUp(nodes: 3, copies: 1, partitions: 1, shards: 1);
        var holder = _state.Shards.Single().Partitions[0][0];
        Do(new MoveShard(9, "db", "cpu", "1", $"{(holder % 3) + 1}"));
        Do(new SetNodeStatus(9, $"{holder}", "Draining"));

        Assert.Equal((0, 0), (Planning.Decommission(_state).Moves.Count, Planning.Decommission(_state).Stuck.Count));
    }

    /// <summary>Each round as if every move went well, until nothing is planned.</summary>
    private void CarryOut(Func<RebalancePlan> plan)
    {
        for (var round = 0; plan().Moves is { Count: > 0 } moves; round++)
        {
            Assert.True(round < 20, "The plan never comes to an end.");
            foreach (var move in moves)
            {
                Assert.Equal(202, Do(move.ToCommand(10)).Status);
                var id = _state.Shard(move.Shard)!.Move!.Id;
                foreach (var status in Steps)
                    Assert.Equal(200, Do(new AdvanceMove(11, move.Shard, id, status)).Status);
            }
        }
        Assert.Empty(plan().Stuck);
    }

    private void SetUp(int nodes, int copies, int partitions, int shards)
    {
        for (var id = 1u; id <= nodes; id++) Do(new AddNode(1, id, "a:1", "a:2", "Active"));
        Do(new CreateTable(2, "db", "cpu", copies));
        Do(new ConfigureSharding(3, "db", "cpu", ["host"], partitions));
        for (var i = 0; i < shards; i++) Do(new CreateShard(4, "db", "cpu", new(i * 10, (i + 1) * 10)));
    }

    private Answer Do(CatalogCommand command)
    {
        (_state, var answer) = CatalogMachine.Apply(_state, command);
        return answer;
    }
}
