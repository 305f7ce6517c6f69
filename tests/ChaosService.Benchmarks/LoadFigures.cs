using System.Net;
using System.Net.Sockets;
using ChaosService.Docker.Processes;
using ChaosService.Engine.Histories.Recording;
using ChaosService.Model.Clusters;
using ChaosService.Model.Plans;
using ChaosService.Model.Workloads;
using ChaosService.Workloads;
using ChaosService.Workloads.Load;
using ChaosService.Workloads.Register;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Benchmarks;

/// <summary>What the load generator can do against one Redis node on this machine, with every op recorded.</summary>
internal static class LoadFigures
{
    private const double OpenLoopRate = 5_000;
    private static readonly IPAddress Address = IPAddress.Parse("127.0.77.21");

    /// <summary>0 when both figures are met, 1 when not, 69 without a redis-server.</summary>
    public static async Task<int> RunAsync()
    {
        if (!File.Exists("/usr/bin/redis-server"))
        {
            Console.Error.WriteLine("redis-server is not installed: apt-get install redis-server");
            return 69;
        }
        using var stop = new CancellationTokenSource();
        var server = CommandRunner.RunAsync(
            new Command("redis-server", "--bind", $"{Address}", "--port", "6379", "--save", "", "--appendonly", "no") { Timeout = TimeSpan.FromMinutes(5) },
            stop.Token);
        try
        {
            await ListeningAsync();
            Console.WriteLine($"{Environment.ProcessorCount} cores, redis-server on the same ones");
            await RunLoadAsync(null, clients: 32, TimeSpan.FromSeconds(2));
            var closed = await RunLoadAsync(null, clients: 32, TimeSpan.FromSeconds(5));
            var opsPerSecond = closed.Completions / 5.0;
            Console.WriteLine($"closed loop, 32 clients: {opsPerSecond:N0} ops/s recorded, {closed.NotOk} not ok, {closed.Dropped} dropped");
            var open = await RunLoadAsync(OpenLoopRate, clients: 32, TimeSpan.FromSeconds(5));
            var p99 = open.LatenessMs(0.99);
            Console.WriteLine(
                $"open loop at {OpenLoopRate:N0}/s: {open.Completions:N0} ops, actual - intended p50 {open.LatenessMs(0.5):F2} ms, p99 {p99:F2} ms, max {open.LatenessMs(1):F2} ms, {open.NotOk} not ok");
            return opsPerSecond >= 20_000 && p99 <= 2 ? 0 : 1;
        }
        finally
        {
            await stop.CancelAsync();
            await server.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static async Task<LoadTally> RunLoadAsync(double? rate, int clients, TimeSpan duration)
    {
        var kind = DatabaseKinds.All().Single(k => k.Name == "redis");
        await using var database = kind.Connect(
            new DatabaseRequest(new OneNode(Address), kind.Bind(null)!, "bench/", TimeSpan.FromSeconds(1), TimeProvider.System));
        var tally = new LoadTally();
        var directory = Directory.CreateTempSubdirectory("chaosservice-");
        try
        {
            await using var recorder = HistoryRecorder.Create(Path.Combine(directory.FullName, "history.jsonl.gz"), TimeProvider.System, [tally]);
            var load = new PlannedLoad(
                0, "register", new RegisterParameters(100, new RegisterMix(50, 50, 0)), clients, rate, TimeSpan.FromSeconds(1), kind.Bind(null)!);
            await new LoadGenerator(NullLogger<LoadGenerator>.Instance).RunAsync(
                new LoadRun(load, 42, 0, clients, duration, new RegisterWorkload(), database, recorder, TimeProvider.System), CancellationToken.None);
            await recorder.DisposeAsync();
            tally.Dropped = recorder.Dropped;
            return tally;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task ListeningAsync()
    {
        for (var tries = 0; ; tries++)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(Address, 6379);
                return;
            }
            catch (SocketException) when (tries < 500)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }
        }
    }

    private sealed class OneNode(IPAddress address) : ICluster
    {
        public string Project => "bench";

        public TargetDefinition Definition { get; } = new() { Name = "bench", Database = "redis", Nodes = [new ClusterNode("redis1", "redis")] };

        public IReadOnlyList<ClusterNode> Nodes => Definition.Nodes;

#pragma warning disable CS0067 // It never restarts.
        public event Action<string>? NodeStarted;
#pragma warning restore CS0067

        public NodeRuntime LastKnown(string node) => new(node, "", NodeState.Running, 1, address, null, 0, []);

        public ValueTask<NodeRuntime> InspectAsync(string node, CancellationToken cancellationToken) => new(LastKnown(node));

        public Task CopyLogsAsync(string node, Stream destination, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
