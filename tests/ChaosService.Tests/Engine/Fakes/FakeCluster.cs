using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using ChaosService.Model.Workloads;

namespace ChaosService.Tests.Engine.Fakes;

internal sealed class FakeCluster(params string[] nodes) : ICluster
{
    public event Action<string>? NodeStarted { add { } remove { } }

    public ProjectName Project => new("fake-project");

    public TargetDefinition Definition => new() { Name = "fake", Database = "fake", Nodes = Nodes };

    public IReadOnlyList<ClusterNode> Nodes { get; init; } = [.. nodes.Select(n => new ClusterNode(n, "fake"))];

    public ValueTask<NodeRuntime> InspectAsync(string node, CancellationToken cancellationToken) => new(LastKnown(node));

    public NodeRuntime LastKnown(string node) => new(node, new(node), NodeState.Running, 1, null, null, 0, []);

    public Task CopyLogsAsync(string node, Stream destination, CancellationToken cancellationToken) => Task.CompletedTask;
}

internal sealed class FakeRoles(IReadOnlyDictionary<string, string> roles) : IRoleProbe
{
    public Task<IReadOnlyDictionary<string, string>> RolesAsync(CancellationToken cancellationToken) => Task.FromResult(roles);
}
