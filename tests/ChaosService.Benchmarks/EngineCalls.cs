using ChaosService.Benchmarks.Service;
using ChaosService.Docker.Engine;
using ChaosService.Docker.Processes;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ChaosService.Benchmarks;

/// <summary>How long the container engine takes for what faults and checks ask of it, and what of that this process adds.</summary>
internal static class EngineCalls
{
    private const int Rounds = 30;
    private const int WarmUp = 1_000;
    private const int InspectsARound = 50;
    private const double InspectGoalMs = 2;
    private const double InspectCpuGoalMs = 1;

    public static async Task<int> RunAsync()
    {
        using var docker = EngineEndpoint.FromEnvironment().CreateClient();
        var name = $"bench-{Guid.NewGuid().ToString("n")[..8]}";
        await CommandRunner.RunOrThrowAsync(new("docker", "run", "-d", "--name", name, "debian:bookworm-slim", "sleep", "600"), default);
        try
        {
            return await MeasureAsync(docker, name);
        }
        finally
        {
            await CommandRunner.RunAsync(new("docker", "rm", "-f", "-v", name), default);
        }
    }

    private static async Task<int> MeasureAsync(DockerClient docker, string id)
    {
        var containers = docker.Containers;
        for (var i = 0; i < WarmUp; i++) await containers.InspectContainerAsync(id);
        var (inspect, pause, unpause, kill) = (new Latencies(), new Latencies(), new Latencies(), new Latencies());
        var cpu = TimeSpan.Zero;
        for (var round = 0; round < Rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < InspectsARound; i++) await inspect.TimeAsync(() => containers.InspectContainerAsync(id));
            cpu += Environment.CpuUsage.TotalTime - before;
            await pause.TimeAsync(() => containers.PauseContainerAsync(id));
            await unpause.TimeAsync(() => containers.UnpauseContainerAsync(id));
            await kill.TimeAsync(() => containers.KillContainerAsync(id, new ContainerKillParameters { Signal = "SIGKILL" }));
            await containers.WaitContainerAsync(id);
            await containers.StartContainerAsync(id);
        }
        var table = new FigureTable("engine");
        table.Add("inspect, p50", InspectGoalMs, "ms", inspect.Quantile(0.5), $" ({inspect})");
        table.Add("inspect, this process's CPU for one", InspectCpuGoalMs, "ms", cpu.TotalMilliseconds / inspect.Count);
        table.Note("pause", $"{pause}");
        table.Note("unpause", $"{unpause}");
        table.Note("kill", $"{kill}");
        return table.Print();
    }
}
