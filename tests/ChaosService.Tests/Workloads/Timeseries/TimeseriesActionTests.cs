using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Tests.Faults;
using ChaosService.Workloads.Timeseries;

namespace ChaosService.Tests.Workloads.Timeseries;

/// <summary>What the actions of the time-series cluster ask, and what each answer proves.</summary>
public sealed class TimeseriesActionTests
{
    private const string Shards = """
        [{"db_name":"chaos","table_name":"run/0/register","id":7,"partitions":[[1,2],[2,1]],"status":"Stable","history":["Stable"]},
         {"db_name":"chaos","table_name":"run/0/register","id":5,"partitions":[[1],[1]],"status":"Stable","history":["Stable"]},
         {"db_name":"chaos","table_name":"run/0/set","id":6,"partitions":[[1],[1]],"status":"Stable","history":["Stable"]}]
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("node-add id=4 host=h", """
        POST http://n1:8181/api/v3/cluster/nodes {"id":4,"rpc_address":"h:8182","http_address":"h:8181","status":"Active"}, answered by 201
        """)]
    [InlineData("node-add id=4 host=h as=Down status=409", """
        POST http://n1:8181/api/v3/cluster/nodes {"id":4,"rpc_address":"h:8182","http_address":"h:8181","status":"Down"}, answered by 409
        """)]
    [InlineData("node-decommission id=3", "POST http://n1:8181/api/v3/cluster/nodes/3/decommission, answered by 202")]
    [InlineData(
        "set-node-status id=3 to=Draining", """PUT http://n1:8181/api/v3/cluster/nodes/3/status {"status":"Draining"}, answered by 200""")]
    [InlineData(
        "shard-move table=register",
        "ask n1 to move shard 0 of the table register to the first node that has the least of it, answered by 202")]
    [InlineData("shard-move table=set shard=2 to=4", "ask n1 to move shard 2 of the table set to node 4, answered by 202")]
    [InlineData("set-sharding table=set partitions=4", "ask n1 to give the table set 4 partitions, answered by 200")]
    [InlineData(
        "set-sharding table=set keys=host partitions=4",
        "ask n1 to give the table set the shard keys [host] and 4 partitions, answered by 200")]
    public void Plan_says_what_would_be_asked(string action, string said)
    {
        var (kind, parameters, problems) = Bind(action);
        Assert.Empty(problems);
        Assert.Equal(said.Trim(), kind.DryRun(parameters!));
    }

    [Theory]
    [InlineData("node-add id=4", "'host' is missing")]
    [InlineData("node-add id=-1 host=ts4", "'id' is not a whole number from 0 to 4294967295")]
    [InlineData("node-decommission id=4 status=done", "this is no status of HTTP")]
    [InlineData("set-node-status id=4", "'to' is missing")]
    [InlineData("shard-move to=4", "'table' is missing")]
    [InlineData("set-sharding table=set", "nothing would be set")]
    public void What_cannot_be_used_is_a_problem(string action, string message)
    {
        var (_, parameters, problems) = Bind(action);
        Assert.Null(parameters);
        Assert.Equal([message], problems);
    }

    [Fact]
    public async Task Shard_is_moved_to_the_first_node_without_a_part_and_asked_again_the_same_is_asked()
    {
        using var node = new FakeNode(("/api/v3/cluster/shards", Shards));
        node.Say("/api/v3/cluster/shards/move", """{"status":"shard move initiated"}""", 202);
        var move = Create("shard-move table=register shard=1", node);

        Assert.Equal(OpType.Ok, (await move.ActAsync(Cancellation)).Outcome);
        node.Say("/api/v3/cluster/shards", "[]");
        var again = await move.ActAsync(Cancellation);

        const string Body = """{"db_name":"chaos","table_name":"run/0/register","shard_id_str":"7","target_node_id_str":"3"}""";
        Assert.Equal(
            (OpType.Ok, $"POST http://n1:8181/api/v3/cluster/shards/move answered 202 ({Body})"), (again.Outcome, again.Evidence));
        Assert.Equal(
            ["GET /api/v3/cluster/shards", $"POST /api/v3/cluster/shards/move {Body}", $"POST /api/v3/cluster/shards/move {Body}"],
            node.Requests);
    }

    [Theory]
    [InlineData("[[1,2],[2,3]]", "1")]
    [InlineData("[[1,2],[1,3],[1,2]]", "3")]
    [InlineData("[[1,2,3],[1,2,3]]", null)]
    public async Task Shard_of_which_every_node_has_a_part_is_moved_to_one_with_the_fewest_and_not_all(string partitions, string? target)
    {
        var shard = $$"""[{"db_name":"chaos","table_name":"run/0/set","id":6,"partitions":{{partitions}},"status":"Stable"}]""";
        using var node = new FakeNode(("/api/v3/cluster/shards", shard));
        node.Say("/api/v3/cluster/shards/move", """{"status":"shard move initiated"}""", 202);

        var answer = await Create("shard-move table=set", node).ActAsync(Cancellation);

        Assert.Equal(
            target is null ? "nothing was asked of n1: the table set has no shard for that, of 1 in all"
                : "POST http://n1:8181/api/v3/cluster/shards/move answered 202 "
                    + $$"""({"db_name":"chaos","table_name":"run/0/set","shard_id_str":"6","target_node_id_str":"{{target}}"})""",
            answer.Evidence);
    }

    [Fact]
    public async Task Sharding_of_the_run_s_own_table_is_set()
    {
        using var node = new FakeNode(("/api/v3/cluster/shards", Shards));
        node.Say("/api/v3/cluster/tables/sharding", """{"error":"0 partitions: give at least 1"}""", 400);

        var answer = await Create("set-sharding table=set partitions=0 status=400", node).ActAsync(Cancellation);

        Assert.Equal(OpType.Ok, answer.Outcome);
        Assert.Equal(
            "PUT /api/v3/cluster/tables/sharding "
                + """{"db_name":"chaos","table_name":"run/0/set","shard_keys":null,"num_hash_partitions":0}""",
            node.Requests.Last());
    }

    [Theory]
    [InlineData("shard-move table=register", "[]", 200, "nothing was asked of n1: the table register has no shard for that, of 0 in all")]
    [InlineData(
        "set-sharding table=set partitions=2", "[]", 200, "nothing was asked of n1: the table set has no shard for that, of 0 in all")]
    [InlineData("shard-move table=register", "{}", 503, "n1 does not list the cluster's shards, so nothing was asked of it")]
    public async Task What_was_never_asked_is_a_failure(string action, string shards, int status, string evidence)
    {
        using var node = new FakeNode();
        node.Say("/api/v3/cluster/shards", shards, status);
        Assert.Equal(new ActionAnswer(OpType.Fail, evidence), await Create(action, node).ActAsync(Cancellation));
    }

    private static IAction Create(string action, FakeNode node)
    {
        var (kind, parameters, _) = Bind(action);
        var cluster = new FakeCluster(new ClusterNode("n1", "node"), new ClusterNode("n2", "node"), new ClusterNode("n3", "node"));
        cluster.Addresses["n1"] = node.Address;
        return kind.Create(parameters!, cluster);
    }

    private static (IActionKind Kind, ActionParameters? Parameters, string[] Problems) Bind(string action)
    {
        var words = action.Split(' ');
        var kind = new TimeseriesKind().Actions.Single(k => k.Name == words[0]);
        var (reader, problems) = Yaml.Map([("node", "n1"), .. words.Skip(1).Select(w => (w.Split('=')[0], (object)w.Split('=')[1]))]);
        return (kind, kind.Bind(reader), [.. problems.Select(p => p.Message)]);
    }
}
