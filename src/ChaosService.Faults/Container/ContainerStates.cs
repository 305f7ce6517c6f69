using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace ChaosService.Faults.Container;

/// <summary>
/// State shared by the container kinds: which fault holds which container down or paused. Created once, by the composition root.
/// </summary>
internal sealed class ContainerStates(DockerClient docker, TimeProvider time, ILoggerFactory logs)
{
    private readonly PerCluster<ClusterContainers> _clusters = new(
        c => new ClusterContainers(c, docker, time, logs.CreateLogger<ClusterContainers>()), c => c.HasHolds);

    public DockerClient Docker => docker;

    public TimeProvider Time => time;

    /// <summary>Where faults of this process hold containers of the project; null: nowhere.</summary>
    public ClusterContainers? ActiveOn(ProjectName project) => _clusters.ActiveOn(project);

    public ClusterContainers Of(ICluster cluster) => _clusters.Of(cluster);
}
