using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Tests.Catalog;

public sealed class CatalogMachineTests
{
    private CatalogState _state = CatalogState.Empty;

    [Fact]
    public void Node_is_added_once_listed_and_removed()
    {
        Assert.Equal(201, Add(1).Status);
        Assert.Equal((409, "Resource already exists"), (Add(1).Status, Add(1).Message));
        Assert.Equal("h1:1", Assert.Single(_state.Nodes).Value.RpcAddress);
        Assert.Equal(204, Do(new RemoveNode(5, "1")).Status);
        Assert.Empty(_state.Nodes);
        Assert.Equal(404, Do(new RemoveNode(6, "1")).Status);
    }

    [Theory]
    [InlineData("x", "Inactive", 400)]
    [InlineData("-1", "Inactive", 400)]
    [InlineData("4294967296", "Inactive", 400)]
    [InlineData("2", "Inactive", 404)]
    [InlineData("1", "Asleep", 400)]
    [InlineData("1", null, 400)]
    [InlineData("1", "Inactive", 200)]
    public void Status_of_a_node_is_set_or_refused(string id, string? status, int expected)
    {
        Add(1);
        var before = _state;

        var answer = Do(new SetNodeStatus(9, id, status));

        Assert.Equal(expected, answer.Status);
        if (expected == 200) Assert.Equal(("Inactive", 9L, "updated"), (_state.Nodes[1].Status, _state.Nodes[1].UpdatedAt, answer.Message));
        else Assert.Same(before, _state);
    }

    [Fact]
    public void Same_status_again_changes_nothing()
    {
        Add(1);
        Do(new SetNodeStatus(9, "1", "Inactive"));

        Do(new SetNodeStatus(10, "1", "Inactive"));

        Assert.Equal(9, _state.Nodes[1].UpdatedAt);
    }

    [Theory]
    [InlineData("", "h:2", "Active")]
    [InlineData("h:1", "", "Active")]
    [InlineData("h:1", "h:2", "active")]
    public void Node_that_is_not_whole_is_a_bad_request(string rpc, string http, string status) =>
        Assert.Equal(400, Do(new AddNode(1, 1, rpc, http, status)).Status);

    [Fact]
    public void Sharding_that_is_left_out_stays_and_an_empty_list_clears()
    {
        Do(new CreateTable(1, "db", "cpu", 1));
        Assert.Equal((200, "table sharding configuration updated"), Said(Do(new ConfigureSharding(2, "db", "cpu", ["host"], 4))));
        Do(new ConfigureSharding(3, "db", "cpu", null, 8));
        Assert.Equal(("host", 8), (Assert.Single(Sharding.ShardKeys), Sharding.HashPartitions));
        Do(new ConfigureSharding(4, "db", "cpu", [], null));
        Assert.Equal((0, 8), (Sharding.ShardKeys.Count, Sharding.HashPartitions));
    }

    [Theory]
    [InlineData("db", "cpu", 0, 400)]
    [InlineData("db", "cpu", -1, 400)]
    [InlineData("no", "cpu", 4, 404)]
    [InlineData("db", "no", 4, 404)]
    public void Sharding_that_makes_no_sense_is_refused(string database, string table, int partitions, int expected)
    {
        Do(new CreateTable(1, "db", "cpu", 1));

        Assert.Equal(expected, Do(new ConfigureSharding(2, database, table, ["host"], partitions)).Status);
        Assert.Same(Core.Placement.Sharding.None, Sharding);
    }

    [Theory]
    [InlineData("host", "host")]
    [InlineData("")]
    public void Shard_keys_are_names_of_different_tags(params string[] keys)
    {
        Do(new CreateTable(1, "db", "cpu", 1));

        Assert.Equal(400, Do(new ConfigureSharding(2, "db", "cpu", keys, 4)).Status);
    }

    [Fact]
    public void Shard_has_a_list_of_replicas_for_each_partition_on_active_nodes()
    {
        SetUp(nodes: 4, copies: 2);
        Do(new SetNodeStatus(3, "4", "Draining"));
        Do(new ConfigureSharding(3, "db", "cpu", ["host"], 3));

        Assert.Equal(201, Do(new CreateShard(4, "db", "cpu", new(0, 10))).Status);

        var shard = Assert.Single(_state.Shards);
        Assert.Equal((3, ShardStatus.Stable), (shard.Partitions.Count, shard.Status));
        Assert.All(shard.Partitions, p => Assert.Equal(2, p.Where(n => n < 4).Distinct().Count()));
    }

    [Theory]
    [InlineData(0, 10, 200)]
    [InlineData(5, 15, 409)]
    [InlineData(10, 20, 201)]
    [InlineData(20, 20, 400)]
    public void Shards_do_not_share_time(long start, long end, int expected)
    {
        SetUp(nodes: 1, copies: 1);
        Do(new CreateShard(4, "db", "cpu", new(0, 10)));

        Assert.Equal(expected, Do(new CreateShard(5, "db", "cpu", new(start, end))).Status);
    }

    [Fact]
    public void More_copies_than_active_nodes_cannot_be_made_now()
    {
        SetUp(nodes: 2, copies: 3);

        Assert.Equal((503, "3 copies need as many active nodes, and there are 2"), Said(Do(new CreateShard(4, "db", "cpu", new(0, 10)))));
    }

    [Theory]
    [InlineData("db", "cpu", "1", "3", 202)]
    [InlineData("db", "cpu", "one", "3", 400)]
    [InlineData("db", "cpu", "1", "three", 400)]
    [InlineData("no", "cpu", "1", "3", 404)]
    [InlineData("db", "no", "1", "3", 404)]
    [InlineData("db", "cpu", "9", "3", 404)]
    [InlineData("db", "cpu", "1", "9", 404)]
    [InlineData("db", "cpu", "1", "4", 400)]
    public void Move_begins_or_says_why_not(string database, string table, string shard, string target, int expected)
    {
        SetUp(nodes: 2, copies: 2);
        Do(new CreateShard(4, "db", "cpu", new(0, 10)));
        Add(3);
        Add(4);
        Do(new SetNodeStatus(5, "4", "Down"));

        var answer = Do(new MoveShard(6, database, table, shard, target));

        Assert.Equal(expected, answer.Status);
        Assert.Equal(expected == 202 ? ShardStatus.MigratingSnapshot : ShardStatus.Stable, _state.Shards.Single().Status);
    }

    [Fact]
    public void Move_that_goes_on_is_accepted_again_and_another_is_not()
    {
        SetUp(nodes: 1, copies: 1);
        Do(new CreateShard(4, "db", "cpu", new(0, 10)));
        Add(2);
        Add(3);
        Do(new MoveShard(6, "db", "cpu", "1", "2"));
        var before = _state;

        Assert.Equal(202, Do(new MoveShard(7, "db", "cpu", "1", "2")).Status);
        Assert.Same(before, _state);
        Assert.Equal(409, Do(new MoveShard(8, "db", "cpu", "1", "3")).Status);
        Assert.Equal(409, Do(new RemoveNode(9, "2")).Status);
    }

    [Fact]
    public void Move_to_where_it_is_and_removal_of_who_holds_it_are_refused()
    {
        SetUp(nodes: 1, copies: 1);
        Do(new CreateShard(4, "db", "cpu", new(0, 10)));

        Assert.Equal(400, Do(new MoveShard(5, "db", "cpu", "1", "1")).Status);
        Assert.Equal(409, Do(new RemoveNode(6, "1")).Status);
    }

    private Sharding Sharding => _state.Table("db", "cpu")!.Sharding;

    private void SetUp(int nodes, int copies)
    {
        for (var id = 1u; id <= nodes; id++) Add(id);
        Do(new CreateTable(2, "db", "cpu", copies));
    }

    private Answer Add(uint id) => Do(new AddNode(1, id, $"h{id}:1", $"h{id}:2", "Active"));

    private static (int, string?) Said(Answer answer) => (answer.Status, answer.Message);

    private Answer Do(CatalogCommand command)
    {
        (_state, var answer) = CatalogMachine.Apply(_state, command);
        return answer;
    }
}
