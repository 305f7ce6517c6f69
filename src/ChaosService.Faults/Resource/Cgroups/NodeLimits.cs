using ChaosService.Docker.Volumes;
using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace ChaosService.Faults.Resource.Cgroups;

/// <summary>State shared by the kinds that limit nodes: which fault limits what. Created once, by the composition root.</summary>
internal sealed class NodeLimits(DockerClient docker, TimeProvider time, ILoggerFactory logs)
{
    private readonly PerCluster<ClusterLimits> _clusters = new(
        c => new ClusterLimits(c, () => RootOf(docker), time, logs.CreateLogger<ClusterLimits>()), c => c.HasHolds);

    /// <summary>The engine's tree: a service in a container of its own has another one, which it cannot write.</summary>
    public string Root => RootOf(docker);

    /// <summary>Where faults of this process limit nodes of the project; null: nowhere.</summary>
    public ClusterLimits? ActiveOn(ProjectName project) => _clusters.ActiveOn(project);

    public ClusterLimits Of(ICluster cluster) => _clusters.Of(cluster);

    private static string RootOf(DockerClient docker) => EngineMounts.Of(docker).Reach("/sys/fs/cgroup");
}
