using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Container;

/// <summary>What the container kinds need: an engine that answers.</summary>
internal static class ContainerProbe
{
    public static async ValueTask<FaultAvailability> ProbeAsync(this DockerClient docker, CancellationToken cancellationToken)
    {
        try
        {
            var version = await docker.System.GetVersionAsync(cancellationToken);
            return new(true, $"docker {version.Version}");
        }
        catch (ClusterUnavailableException e)
        {
            return new(false, e.Message);
        }
    }
}
