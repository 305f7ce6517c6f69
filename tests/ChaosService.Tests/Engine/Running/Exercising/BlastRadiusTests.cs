using ChaosService.Engine.Running.Exercising;
using ChaosService.Model.Clusters;
using ChaosService.Model.Experiments;

namespace ChaosService.Tests.Engine.Running.Exercising;

public sealed class BlastRadiusTests
{
    [Fact]
    public void Second_fault_on_the_same_node_does_not_count_twice()
    {
        var radius = new BlastRadius(new SafetyLimits(MaxNodes: 1), []);

        Assert.Null(radius.TryEnter(["a"]));
        Assert.Null(radius.TryEnter(["a"]));
        Assert.Equal("2 nodes would have a fault at once, and safety.maxNodes is 1", radius.TryEnter(["b"]));
    }

    [Fact]
    public void Node_is_free_again_only_after_its_last_fault()
    {
        var radius = new BlastRadius(new SafetyLimits(MaxNodes: 1), []);
        radius.TryEnter(["a"]);
        radius.TryEnter(["a"]);

        radius.Leave(["a"]);
        Assert.NotNull(radius.TryEnter(["b"]));
        radius.Leave(["a"]);
        Assert.Null(radius.TryEnter(["b"]));
    }

    [Fact]
    public void Protected_service_is_all_of_its_containers()
    {
        ClusterNode[] nodes = [Container(1), Container(2), new("c", "db")];
        ClusterNode Container(int number) => new($"b-{number}", "db") { Service = "b", Number = number };

        Assert.Equal("b-2 is protected (safety.protected)", new BlastRadius(new SafetyLimits(Protected: ["b"]), nodes).TryEnter(["b-2"]));
        Assert.Null(new BlastRadius(new SafetyLimits(Protected: ["b-1"]), nodes).TryEnter(["b-2", "c"]));
    }

    [Fact]
    public void Protected_node_is_refused()
    {
        var radius = new BlastRadius(new SafetyLimits(Protected: ["b"]), [new("a", "db"), new("b", "db")]);

        Assert.Equal("b is protected (safety.protected)", radius.TryEnter(["a", "b"]));
        Assert.Null(radius.TryEnter(["a"]));
    }
}
