using ChaosService.Benchmarks.Service;
using ChaosService.Docker.Clusters;
using ChaosService.Docker.Compose;
using ChaosService.Docker.Engine;
using ChaosService.Docker.Processes;
using ChaosService.Faults;
using ChaosService.Faults.Container.Pause;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Partition;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using Docker.DotNet;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Benchmarks;

/// <summary>
/// How long it takes from the decision until a fault is in force on three nodes, proven, and gone again; and what a container for each node
/// takes, which is how other tools do it.
/// </summary>
internal static class FaultFigures
{
    private const int Rounds = 100;
    private const int SidecarRounds = 15;
    private const int WarmUp = 5;
    private const double MedianMs = 10;
    private const double TailMs = 60;
    private const string Image = "debian:bookworm-slim";
    private static readonly string[] Names = ["n1", "n2", "n3"];

    /// <summary>Needs root, the engine and the image debian:bookworm-slim. Takes about 3 min.</summary>
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
                    $"{ComposeLabels.Project}={project}", "--label", $"{ComposeLabels.Service}={name}", Image, "sleep", "600");
            return await MeasureAsync(docker, project);
        }
        finally
        {
            foreach (var name in Names) await CommandRunner.RunAsync(new("docker", "rm", "-f", "-v", $"{project}-{name}"), default);
            await CommandRunner.RunAsync(new("docker", "network", "rm", $"{project}_default"), default);
        }
    }

    private static async Task<int> MeasureAsync(DockerClient docker, string project)
    {
        var provider = new ClusterProvider(
            docker, new ComposeProbe(), new StateDirectory(Path.GetTempPath()), TimeProvider.System, NullLogger<ClusterProvider>.Instance);
        var definition =
            new TargetDefinition { Name = "bench", Database = "none", Nodes = [.. Names.Select(n => new ClusterNode(n, "bench"))] };
        var cluster = await provider.UpAsync(
            new ClusterRequest(
                definition, new(project), Attach: true, new Dictionary<string, string>(), "bench"), new Progress<string>(), default);
        var kinds = FaultKinds.All(docker, TimeProvider.System, NullLoggerFactory.Instance);
        var table = new FigureTable("faults on three nodes");

        // One node is cut off from the others, so that all three get rules.
        var cut = new PartitionParameters(PeerChoice.Peers, Direction.Both);
        await MeasureAsync(
            table, "partition", round => kinds.Single(k => k.Name == "network-partition").Create(
                new FaultRequest("bench", new($"cut-{round}"), cut, [cluster.Nodes[round % Names.Length]], cluster, Seed: 1)));
        await MeasureAsync(
            table, "pause", round => kinds.Single(k => k.Name == "container-pause").Create(
                new FaultRequest("bench", new($"pause-{round}"), new PauseParameters(), [.. cluster.Nodes], cluster, Seed: 1)));
        await MeasureSidecarsAsync(table, project);
        await provider.DownAsync(cluster, new Progress<string>(), default);
        return table.Print();
    }

    private static async Task MeasureAsync(FigureTable table, string name, Func<int, IFault> create)
    {
        var (inject, prove, revert, recover) = (new Latencies(), new Latencies(), new Latencies(), new Latencies());
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            if (round == WarmUp) (inject, prove, revert, recover) = (new(), new(), new(), new());
            await using var fault = create(round);
            await fault.PrepareAsync(default);
            await inject.TimeAsync(() => fault.InjectAsync(default));
            await prove.TimeAsync(() => fault.ObserveEffectAsync(default));
            await revert.TimeAsync(() => fault.RevertAsync(default));
            await recover.TimeAsync(() => fault.ObserveRecoveryAsync(default));
        }
        table.Add($"{name} in force, p50", MedianMs, "ms", inject.Quantile(0.5), $" ({inject})");
        table.Add($"{name} in force, p99", TailMs, "ms", inject.Quantile(0.99));
        table.Add($"{name} reverted, p50", MedianMs, "ms", revert.Quantile(0.5), $" ({revert})");
        table.Add($"{name} reverted, p99", TailMs, "ms", revert.Quantile(0.99));
        table.Note($"{name}, from in force to proven", $"{prove}");
        table.Note($"{name}, from reverted to proven gone", $"{recover}");
    }

    /// <summary>One after the other for each node, with the host's own tools so that no image must be made.</summary>
    private static async Task MeasureSidecarsAsync(FigureTable table, string project)
    {
        var sidecars = new Latencies();
        for (var round = 0; round < SidecarRounds; round++)
            foreach (var node in Names)
                await sidecars.TimeAsync(() => DockerAsync(
                    "run", "--rm", "--net", $"container:{project}-{node}", "--cap-add", "NET_ADMIN", "-v", "/usr:/usr:ro", Image,
                    "/usr/sbin/tc", "qdisc", "show", "dev", "lo"));
        table.Note("beside it: `docker run --rm --net container:NODE … tc …` for one node", $"{sidecars}");
    }

    private static Task<string> DockerAsync(params string[] arguments) => CommandRunner.RunOrThrowAsync(new("docker", arguments), default);
}
