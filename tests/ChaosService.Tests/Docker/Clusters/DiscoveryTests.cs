using ChaosService.Docker.Clusters;
using ChaosService.Docker.Compose;
using ChaosService.Model.Clusters;

namespace ChaosService.Tests.Docker.Clusters;

public sealed class DiscoveryTests
{
    private static readonly Replica[] Scaled = [new("member", 3), new("member", 1), new("member", 2), new("proxy", 1)];

    [Fact]
    public void Service_of_one_container_is_a_node_of_its_name_whatever_the_containers_number()
    {
        var node = Assert.Single(Discovery.NodesOf([new("member", "db")], [new("member", 2)]));
        Assert.Equal(new ClusterNode("member", "db"), node);
        Assert.True(new Replica("member", 2).IsOf(node));
    }

    [Fact]
    public void Service_of_several_containers_is_a_node_for_each_in_the_order_of_their_numbers()
    {
        var nodes = Discovery.NodesOf([new("member", "db"), new("proxy", "front")], Scaled);
        Assert.Equal(["member-1 db", "member-2 db", "member-3 db", "proxy front"], nodes.Select(n => $"{n.Name} {n.Group}"));
        Assert.Equal(nodes[1], Assert.Single(nodes, new Replica("member", 2).IsOf));
    }

    [Fact]
    public void Containers_that_are_left_keep_their_numbers_when_the_first_is_gone() =>
        Assert.Equal(
            ["member-2", "member-3"], Discovery.NodesOf([new("member", "db")], [new("member", 2), new("member", 3)]).Select(n => n.Name));

    [Fact]
    public void Container_can_be_named_alone()
    {
        var node = Assert.Single(Discovery.NodesOf([new("member-2", "db")], Scaled));
        Assert.Equal(("member-2", "member", 2), (node.Name, node.Service, node.Number));
    }

    [Fact]
    public void Service_that_is_called_like_a_container_is_meant_by_its_name()
    {
        var node = Assert.Single(Discovery.NodesOf([new("member-2", "db")], [.. Scaled, new("member-2", 1)]));
        Assert.Equal(("member-2", null), (node.Service, node.Number));
    }

    [Fact]
    public void Node_that_is_not_there_stays_as_it_was_named() =>
        Assert.Equal(
            [new ClusterNode("member-7", "db"), new("other", "db")],
            Discovery.NodesOf([new("member-7", "db"), new("other", "db")], Scaled));

    [Fact]
    public void Service_and_one_of_its_containers_are_not_named_both() =>
        Assert.Contains(
            "member-2 is there twice",
            Assert.Throws<ClusterUnavailableException>(
                () => Discovery.NodesOf([new("member", "db"), new("member-2", "db")], Scaled)).Message);

    [Fact]
    public void Name_of_a_service_calls_all_of_its_containers_and_that_of_a_container_one()
    {
        var nodes = Discovery.NodesOf([new("member", "db"), new("proxy", "front")], Scaled);
        Assert.Equal(["member-1", "member-2", "member-3"], nodes.Called("member").Select(n => n.Name));
        Assert.Equal(["member-3"], nodes.Called("member-3").Select(n => n.Name));
        Assert.Equal(["proxy"], nodes.Called("proxy").Select(n => n.Name));
        Assert.Empty(nodes.Called("member-4"));
    }

    [Theory]
    [InlineData("etcd1", "1", "etcd1", 1)]
    [InlineData("etcd1", "2", "etcd1", 2)]
    [InlineData("etcd1", null, "etcd1", 1)]
    public void Container_is_counted_as_compose_labels_it(string service, string? number, string expected, int count)
    {
        var labels = new Dictionary<string, string> { [ComposeLabels.Service] = service };
        if (number is not null) labels[ComposeLabels.Number] = number;
        Assert.Equal(new Replica(expected, count), Replica.Of(labels));
        Assert.Null(Replica.Of(new Dictionary<string, string>()));
    }
}
