using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Faults;
using ChaosService.Workloads;
using ChaosService.Workloads.MerkleKv;

namespace ChaosService.Tests.Workloads.MerkleKv;

public sealed class ConnectionChurnTests
{
    [Theory]
    [InlineData(null, 1)]
    [InlineData(1, 6)]
    [InlineData(2, 3)]
    [InlineData(4, 2)]
    public async Task Client_closes_its_connection_after_so_many_ops(int? ops, int connections)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var server = new LineServer(_ => "OK");
        var cluster = new FakeCluster(new ClusterNode("n1", "node"));
        cluster.Addresses["n1"] = server.Address;
        var options = new MerkleKvOptions(null, null, CommandCase.Upper, ops);
        var request = new DatabaseRequest(cluster, options, "run/0/", TimeSpan.FromSeconds(5), TimeProvider.System);
        var members = new MerkleKvMembers(cluster, TimeProvider.System);
        await using (var client = new MerkleKvClient(members, new UsedKeys(), request, options, "n1"))
            for (var i = 0; i < 6; i++)
                Assert.Equal(
                    OpType.Ok, (await client.InvokeAsync(new Operation(Functions.Write, "k", OpValue.Integer(i)), stop)).Type);
        Assert.Equal(connections, server.Connections);
    }

    [Fact]
    public void Ops_of_a_connection_are_at_least_one()
    {
        var kind = DatabaseKinds.All().Single(d => d.Name == "merklekv");
        Assert.Equal(3, ((MerkleKvOptions)kind.Bind(Yaml.Map(("opsPerConnection", "3")).Reader)!).OpsPerConnection);
        Assert.Null(((MerkleKvOptions)kind.Bind(null)!).OpsPerConnection);
        Assert.Null(kind.Bind(Yaml.Map(("opsPerConnection", "0")).Reader));
    }
}
