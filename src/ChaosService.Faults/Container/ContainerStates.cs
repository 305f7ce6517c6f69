using System.Runtime.CompilerServices;
using ChaosService.Model.Clusters;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace ChaosService.Faults.Container;

/// <summary>What the container kinds share: who holds which container down or paused. Made once, by the composition root.</summary>
internal sealed class ContainerStates(DockerClient docker, TimeProvider time, ILoggerFactory logs)
{
    private readonly ConditionalWeakTable<ICluster, ClusterContainers> _clusters = [];

    public DockerClient Docker => docker;

    public TimeProvider Time => time;

    /// <summary>Where faults of this process hold containers of the project; null: nowhere.</summary>
    public ClusterContainers? ActiveOn(string project) =>
        _clusters.Where(c => c.Key.Project == project).Select(c => c.Value).FirstOrDefault(c => c.HasHolds);

    public ClusterContainers Of(ICluster cluster) =>
        _clusters.GetValue(cluster, c => new ClusterContainers(c, docker, time, logs.CreateLogger<ClusterContainers>()));
}
