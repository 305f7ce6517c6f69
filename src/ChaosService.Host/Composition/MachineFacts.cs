using System.Reflection;
using System.Runtime.InteropServices;
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
        var version = await docker.System.GetVersionAsync(stop);
        return version.Version;
    }
}
