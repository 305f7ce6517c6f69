using System.Runtime.CompilerServices;
using ChaosService.Docker.Volumes;
using ChaosService.Model.Clusters;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace ChaosService.Faults.Resource.Cgroups;

/// <summary>What the kinds share that limit nodes: who limits what. Made once, by the composition root.</summary>
internal sealed class NodeLimits(DockerClient docker, TimeProvider time, ILoggerFactory logs)
{
    private readonly ConditionalWeakTable<ICluster, ClusterLimits> _clusters = [];

    /// <summary>The engine's tree: a service in a container of its own has another one, which it cannot write.</summary>
    public string Root => EngineMounts.Of(docker).Reach("/sys/fs/cgroup");

    /// <summary>Where faults of this process limit nodes of the project; null: nowhere.</summary>
    public ClusterLimits? ActiveOn(string project) =>
        _clusters.Where(c => c.Key.Project == project).Select(c => c.Value).FirstOrDefault(c => c.HasHolds);

    public ClusterLimits Of(ICluster cluster) =>
        _clusters.GetValue(cluster, c => new ClusterLimits(c, () => Root, time, logs.CreateLogger<ClusterLimits>()));
}
