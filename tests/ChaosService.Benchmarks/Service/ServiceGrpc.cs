using System.Diagnostics;
using ChaosService.Contracts.V1;
using Google.Protobuf;
using Grpc.Health.V1;

namespace ChaosService.Benchmarks.Service;

/// <summary>
/// Unary calls over gRPC on loopback: as many as there can be with a fixed number of callers, and at a fixed rate how long each takes.
/// </summary>
internal static class ServiceGrpc
{
    private const int Connections = 4;
    private const int Callers = 64;
    private const int Rounds = 3;
    private const double CallsGoal = 10_000;
    private const double Rate = 2000;
    private const double GoalMs = 5;
    private static readonly TimeSpan Closed = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Open = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync()
    {
        var table = new FigureTable("service-grpc");
        using var engine = new SilentEngine();
        await using var service = await ServiceProcess.StartAsync(null, ("DOCKER_HOST", engine.DockerHost));
        await service.ApplyAsync(Experiments.Calm("calm"));
        // What a client polls: a run that goes on. The engine never answers, so it goes on for as long as is needed.
        using var triggered = await service.TriggerAsync("calm");
        var run = (await triggered.Content.ReadAsStringAsync()).Split("\"id\":\"")[1].Split('"')[0];
        await MeasureAsync(
            table, service, "GetRun of a run that goes on", "/chaosservice.v1.ChaosService/GetRun", new GetRunRequest { Id = run });
        await MeasureAsync(table, service, "health Check", "/grpc.health.v1.Health/Check", new HealthCheckRequest());
        table.Note("RSS after that", $"{service.RssMb:0} MB");
        return table.Print();
    }

    private static async Task MeasureAsync(FigureTable table, ServiceProcess service, string what, string method, IMessage request)
    {
        using var caller = new GrpcCaller(service.Http.BaseAddress!, Connections, method, request);
        // Compiles the service's code, which one that was called before has behind it.
        await ClosedLoopAsync(caller, Closed);
        List<double> rates = [];
        var cpu = TimeSpan.Zero;
        for (var round = 0; round < Rounds; round++)
        {
            var before = service.CpuTime;
            rates.Add(await ClosedLoopAsync(caller, Closed));
            cpu += service.CpuTime - before;
        }
        var each = cpu / (rates.Sum() * Closed.TotalSeconds);
        table.Add(
            $"{what}: {Callers} callers on {Connections} connections, best of {Rounds}", $"≥ {CallsGoal:N0} calls/s",
            rates.Max() >= CallsGoal, $"{rates.Max():N0} calls/s (least {rates.Min():N0}; {each.TotalMicroseconds:0} µs of CPU each)");

        List<Latencies> latencies = [];
        for (var round = 0; round < Rounds; round++) latencies.Add(await OpenLoop.RunAsync(Rate, Open, _ => caller.CallAsync()));
        var best = latencies.MinBy(l => l.Quantile(0.99))!;
        table.Add(
            $"{what} at {Rate:N0}/s for {Open.TotalSeconds:0} s: p99, best of {Rounds}", GoalMs, "ms", best.Quantile(0.99), $" ({best})");
    }

    private static async Task<double> ClosedLoopAsync(GrpcCaller caller, TimeSpan duration)
    {
        var (started, calls) = (Stopwatch.GetTimestamp(), 0L);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                await caller.CallAsync();
                Interlocked.Increment(ref calls);
            }
        })));
        return calls / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
