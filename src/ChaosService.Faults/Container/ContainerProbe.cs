using ChaosService.Docker.Processes;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Container;

/// <summary>
/// The requirements of kinds that act on containers and their contents: an engine that answers, and sometimes capabilities.
/// </summary>
internal static class ContainerProbe
{
    /// <param name="doing">What takes the capabilities, as the beginning of a sentence.</param>
    public static ValueTask<FaultAvailability> ProbeAsync(
        this DockerClient docker, IReadOnlyList<string> capabilities, string doing, CancellationToken cancellationToken)
    {
        var own = Privileges.Own();
        return own.Lacking(capabilities).Count == 0
            ? docker.ProbeAsync(cancellationToken)
            : ValueTask.FromResult(new FaultAvailability(false, $"{doing} {own.Explain(capabilities)}"));
    }

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
