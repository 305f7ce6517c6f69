using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Tests.Host.Cluster;

public sealed class CatalogPastTests
{
    private static readonly GroupId Group = new(1, 0);
    private static readonly ShardAddress Address = new("d", "t", 1);
    private readonly CatalogPast _past = new();
    private CatalogState _state = CatalogState.Empty;

    [Fact]
    public void Founder_that_has_not_heard_of_its_partition_begins_with_the_first_members()
    {
        MakeShard(nodes: 1);

        Assert.Equal([1u], _past.InitialOf(Group, 1).Voters);
    }

    [Fact]
    public void Nobody_else_begins_with_a_vote()
    {
        MakeShard(nodes: 1);
        Move(1, 2);

        Assert.Equal(Membership.Empty, _past.InitialOf(Group, 2));
        Assert.Equal(Membership.Empty, _past.InitialOf(new(9, 0), 1));
    }

    [Fact]
    public void Founder_that_was_without_the_partition_for_a_time_begins_as_anybody_else()
    {
        MakeShard(nodes: 1);
        Move(1, 2);
        Move(2, 1);

        Assert.Equal([1u], _state.Shard(Address)!.Partitions[0]);
        Assert.Equal(Membership.Empty, _past.InitialOf(Group, 1));
    }

    [Fact]
    public void Node_that_was_removed_is_known_as_such_until_it_is_added_again()
    {
        AddNode(1);
        AddNode(2);
        Assert.False(_past.WasRemoved(2));

        Do(new RemoveNode(1, "2"));
        Assert.True(_past.WasRemoved(2));

        AddNode(2);
        Assert.False(_past.WasRemoved(2));
    }

    private void MakeShard(int nodes)
    {
        for (var id = 1u; id <= nodes; id++) AddNode(id);
        Do(new CreateTable(1, "d", "t", nodes));
        Do(new CreateShard(1, "d", "t", new(0, 10)));
        AddNode((uint)nodes + 1);
    }

    private void AddNode(uint id) => Do(new AddNode(1, id, $"h:{id}", $"h:{id}", NodeStatus.Active));

    private void Move(uint source, uint target)
    {
        Do(new MoveShard(1, "d", "t", "1", $"{target}", $"{source}"));
        ShardStatus[] way = [ShardStatus.MigratingWAL, ShardStatus.AwaitingCutover, ShardStatus.Stable, ShardStatus.Cleaned];
        foreach (var status in way) Do(new AdvanceMove(1, Address, _state.LastMove, status));
    }

    private void Do(CatalogCommand command)
    {
        var (next, answer) = CatalogMachine.Apply(_state, command);
        Assert.False(answer.IsError, answer.Message);
        _past.See(_state, next);
        _state = next;
    }
}
