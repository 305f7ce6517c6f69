using ChaosService.Experiments.Targets;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;

namespace ChaosService.Tests.Experiments.Fakes;

internal sealed class FakeTargets : ITargetCatalog
{
    private static readonly TargetDefinition[] All =
    [
        new() { Name = "etcd", Database = "etcd", ComposeFile = "/machine/compose.yaml", Nodes = [.. Group("etcd", "etcd", 3)] },
        new()
        {
            Name = "redis-sentinel",
            Database = "redis",
            Nodes = [.. Group("redis", "redis", 3), .. Group("sentinel", "sentinel", 3)],
            Settings = ["MIN_REPLICAS"],
        },
    ];

    public IReadOnlyList<string> Names => [.. All.Select(t => t.Name)];

    public TargetDefinition? Find(string name, Problems problems) => All.FirstOrDefault(t => t.Name == name);

    private static IEnumerable<ClusterNode> Group(string group, string prefix, int count) =>
        Enumerable.Range(1, count).Select(n => new ClusterNode($"{prefix}{n}", group));
}
