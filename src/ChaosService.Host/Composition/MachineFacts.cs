using System.Reflection;
using System.Runtime.InteropServices;
using ChaosService.Model.Clusters;
using Docker.DotNet;

namespace ChaosService.Host.Composition;

/// <summary>Facts about this machine, for the report of a run.</summary>
internal static class MachineFacts
{
    /// <param name="docker">Throws <see cref="ClusterUnavailableException"/> when it does not answer. Null: the run needs none.</param>
    public static async Task<IReadOnlyList<KeyValuePair<string, string>>> ReadAsync(DockerClient? docker, CancellationToken stop)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20;
        IReadOnlyList<KeyValuePair<string, string>> engine =
            docker is null ? [] : [new("docker", (await docker.System.GetVersionAsync(stop)).Version)];
        return
        [
            new(
                "chaosservice",
                typeof(MachineFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
                    ?? "unknown"),
            new("runtime", RuntimeInformation.FrameworkDescription),
            new("kernel", File.ReadAllText("/proc/sys/kernel/osrelease").Trim()),
            new("machine", $"{Environment.ProcessorCount} cores, {memory} MiB"),
            .. engine,
        ];
    }
}
