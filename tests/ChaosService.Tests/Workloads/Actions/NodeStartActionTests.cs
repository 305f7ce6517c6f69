using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Model.Ids;
using ChaosService.Tests.Faults;
using ChaosService.Workloads;

namespace ChaosService.Tests.Workloads.Actions;

public sealed class NodeStartActionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Node_that_comes_later_is_started_and_asked_again_runs_already()
    {
        var action = Create(new Starting());
        Assert.Equal(new ActionAnswer(OpType.Ok, "n4 was started"), await action.ActAsync(Cancellation));
        Assert.Equal(new ActionAnswer(OpType.Ok, "n4 ran already"), await action.ActAsync(Cancellation));
    }

    [Fact]
    public async Task What_the_engine_does_not_do_is_a_failure() => Assert.Equal(
        new ActionAnswer(OpType.Fail, "the engine is gone"), await Create(new Starting { Broken = true }).ActAsync(Cancellation));

    [Fact]
    public async Task Cluster_that_cannot_start_nodes_says_so() => Assert.Equal(
        new ActionAnswer(OpType.Fail, "no node of fake can be started"),
        await Create(new FakeCluster(new ClusterNode("n4", "spare"))).ActAsync(Cancellation));

    private static IAction Create(ICluster cluster)
    {
        var kind = ActionKinds.All().Single(k => k.Name == "node-start");
        var (reader, _) = Yaml.Map([("node", "n4")]);
        return kind.Create(kind.Bind(reader)!, cluster);
    }

    private sealed class Starting : ICluster, INodeStarts
    {
        private readonly FakeCluster _inner = new(new ClusterNode("n4", "spare"));
        private bool _runs;

        public bool Broken { get; init; }

        public ProjectName Project => _inner.Project;

        public TargetDefinition Definition => _inner.Definition;

        public IReadOnlyList<ClusterNode> Nodes => _inner.Nodes;

        public event Action<string>? NodeStarted
        {
            add => _inner.NodeStarted += value;
            remove => _inner.NodeStarted -= value;
        }

        public Task<bool> StartAsync(string node, CancellationToken cancellationToken)
        {
            if (Broken) throw new ClusterUnavailableException("the engine is gone");
            var first = !_runs;
            _runs = true;
            return Task.FromResult(first);
        }

        public ValueTask<NodeRuntime> InspectAsync(string node, CancellationToken cancellationToken) =>
            _inner.InspectAsync(node, cancellationToken);

        public NodeRuntime LastKnown(string node) => _inner.LastKnown(node);

        public Task CopyLogsAsync(string node, Stream destination, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
