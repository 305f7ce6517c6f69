using System.Reflection;
using System.Runtime.InteropServices;
using ChaosService.Model.Clusters;
using Docker.DotNet;

namespace ChaosService.Host.Composition;

/// <summary>Facts about this machine, for the report of a run.</summary>
internal static class MachineFacts
{
    public static async Task<IReadOnlyList<KeyValuePair<string, string>>> ReadAsync(DockerClient docker, CancellationToken stop)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20;
        return
        [
            new(
                "chaosservice",
                typeof(MachineFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
                    ?? "unknown"),
            new("runtime", RuntimeInformation.FrameworkDescription),
            new("kernel", File.ReadAllText("/proc/sys/kernel/osrelease").Trim()),
            new("machine", $"{Environment.ProcessorCount} cores, {memory} MiB"),
            new("docker", await DockerVersionAsync(docker, stop)),
        ];
    }

    private static async Task<string> DockerVersionAsync(DockerClient docker, CancellationToken stop)
    {
        try
        {
            return (await docker.System.GetVersionAsync(stop)).Version;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or ClusterUnavailableException or TimeoutException)
        {
            // Servers that are known by address need no engine; a target that does need it says so.
            return "does not answer";
        }
    }
}
