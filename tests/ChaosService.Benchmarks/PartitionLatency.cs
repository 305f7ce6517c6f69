using System.Globalization;
using ChaosService.Docker.Clusters;
using ChaosService.Docker.Compose;
using ChaosService.Docker.Engine;
using ChaosService.Docker.Processes;
using ChaosService.Faults;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Partition;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using Docker.DotNet;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Benchmarks;

/// <summary>How long it takes from the decision to inject until a partition is in force on all of 3 nodes. Target: p50 ≤ 50 ms.</summary>
public static class PartitionLatency
{
    private const int Rounds = 50;
    private static readonly string[] Names = ["n1", "n2", "n3"];

    /// <summary>Needs root, the engine and the image debian:bookworm-slim. Takes about 10 s. Returns 0 when the target is met.</summary>
    public static async Task<int> RunAsync()
    {
        var project = $"bench-{Guid.NewGuid().ToString("n")[..8]}";
        using var docker = EngineEndpoint.FromEnvironment().CreateClient();
        try
        {
            await DockerAsync("network", "create", $"{project}_default");
            foreach (var name in Names)
                await DockerAsync(
                    "run", "-d", "--name", $"{project}-{name}", "--network", $"{project}_default", "--label",
                    $"{ComposeLabels.Project}={project}", "--label", $"{ComposeLabels.Service}={name}", "debian:bookworm-slim", "sleep",
                    "600");
            return Report(await MeasureAsync(docker, project));
        }
        finally
        {
            foreach (var name in Names) await CommandRunner.RunAsync(new("docker", "rm", "-f", "-v", $"{project}-{name}"), default);
            await CommandRunner.RunAsync(new("docker", "network", "rm", $"{project}_default"), default);
        }
    }

    private static async Task<double[]> MeasureAsync(DockerClient docker, string project)
    {
        var provider = new ClusterProvider(
            docker, new ComposeProbe(), new StateDirectory(Path.GetTempPath()), TimeProvider.System, NullLogger<ClusterProvider>.Instance);
        var definition =
            new TargetDefinition { Name = "bench", Database = "none", Nodes = [.. Names.Select(n => new ClusterNode(n, "bench"))] };
        var cluster = await provider.UpAsync(
            new ClusterRequest(
                definition, new(project), Attach: true, new Dictionary<string, string>(), "bench"), new Progress<string>(), default);
        var kind = FaultKinds.All(docker, TimeProvider.System, NullLoggerFactory.Instance).Single(k => k.Name == "network-partition");
        var milliseconds = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var parameters = new PartitionParameters(PeerChoice.Peers, Direction.Both);
            await using var fault = kind.Create(
                new FaultRequest("bench", new($"f{round}"), parameters, [cluster.Nodes[round % 3]], cluster, Seed: 1));
            await fault.PrepareAsync(default);
            var start = TimeProvider.System.GetTimestamp();
            await fault.InjectAsync(default);
            milliseconds.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
            await fault.RevertAsync(default);
        }
        await provider.DownAsync(cluster, new Progress<string>(), default);
        return [.. milliseconds.Order()];
    }

    private static int Report(double[] sorted)
    {
        string At(double share) => sorted[(int)(share * (sorted.Length - 1))].ToString("0.0", CultureInfo.InvariantCulture);
        Console.WriteLine(
            $"partition in force on 3 nodes, {sorted.Length} rounds: p50 {At(0.5)} ms, p90 {At(0.9)} ms, max {At(1)} ms (target: "
                + $"p50 ≤ 50 ms)");
        return sorted[sorted.Length / 2] <= 50 ? 0 : 1;
    }

    private static Task<string> DockerAsync(params string[] arguments) => CommandRunner.RunOrThrowAsync(new("docker", arguments), default);
}
