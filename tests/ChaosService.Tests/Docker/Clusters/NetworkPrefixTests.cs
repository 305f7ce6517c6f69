using System.Net;
using ChaosService.Docker.Clusters;
using ChaosService.Model.Clusters;
using ChaosService.Tests.Experiments;

namespace ChaosService.Tests.Docker.Clusters;

public sealed class NetworkPrefixTests
{
    [Fact]
    public void Same_project_gets_the_same_network_and_another_one_when_that_is_taken()
    {
        var first = NetworkPrefix.Choose(new("p"), []);
        Assert.Equal(first, NetworkPrefix.Choose(new("p"), []));
        Assert.NotEqual(first, NetworkPrefix.Choose(new("p"), [IPNetwork.Parse($"{first}.0/24")]));
        Assert.NotEqual(first, NetworkPrefix.Choose(new("p"), [IPNetwork.Parse($"{first}.128/25")]));
        Assert.NotEqual(first, NetworkPrefix.Choose(new("p"), [IPNetwork.Parse($"{first}.1/32")]));
    }

    [Fact]
    public void Prometheus_asks_the_nodes_of_the_time_series_cluster_where_they_are() => Assert.Contains(
        $"- {NetworkPrefix.Choose(new("chaosservice-timeseries"), [])}.11:8181",
        File.ReadAllText(Path.Combine(Shipped.Root, "compose/observability/prometheus/prometheus.yml")));

    [Fact]
    public void Nothing_free_is_refused_with_the_fix()
    {
        var e = Assert.Throws<ClusterUnavailableException>(() => NetworkPrefix.Choose(new("p"), [IPNetwork.Parse("10.0.0.0/8")]));
        Assert.Contains("docker network ls", e.Message);
    }
}
