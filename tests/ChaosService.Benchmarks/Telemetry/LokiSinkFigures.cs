using System.Diagnostics;
using System.Net;
using ChaosService.Benchmarks.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Extensions.Logging;
using Serilog.Sinks.Grafana.Loki;

namespace ChaosService.Benchmarks.Telemetry;

/// <summary>
/// Lines a second into a receiver on the same machine, each with a run's scope; and what the process takes while Loki is gone.
/// </summary>
internal static partial class LokiSinkFigures
{
    private const int Lines = 500_000;
    private const double GoalPerSecond = 50_000;
    private const double GoalMiB = 50;
    private static readonly LokiLabel[] Labels = [new() { Key = "service", Value = "chaosservice" }];

    public static async Task<int> RunAsync()
    {
        var table = new FigureTable("loki-sink");
        await using var receiver = await Receiver.StartAsync();
        // The first lines compile the code.
        await SendAsync(receiver, 20_000);
        var (perSecond, cpu) = await SendAsync(receiver, Lines);
        table.Add(
            $"{Lines:N0} lines through ILogger to the receiver's last 204", $"≥ {GoalPerSecond:N0} lines/s", perSecond >= GoalPerSecond,
            $"{perSecond:N0} lines/s ({cpu:0.00} cores, {cpu / perSecond * 1e6:0.0} µs of CPU a line, the receiver's share among both)");
        MeasureGone(table, "lines of 80 characters", (log, i) => FaultStep(log, "f1", "network-partition", "etcd2", "Effect", i));
        MeasureGone(
            table, "lines of 1,000 characters, each another", (log, i) => Said(log, $"{i} {new string((char)('a' + i % 26), 1000)}"));
        return table.Print();
    }

    /// <summary>As fast as the queue takes them: a line that was dropped would not count.</summary>
    private static async Task<(double PerSecond, double Cores)> SendAsync(Receiver receiver, int count)
    {
        receiver.Expect(count);
        var limits = new LokiLimits();
        var pipe = new LokiPipe(receiver.Uri, limits, TimeProvider.System);
        using var logs =
            new SerilogLoggerFactory(new LoggerConfiguration().WriteTo.GrafanaLoki(pipe, Labels).CreateLogger(), dispose: true);
        var log = logs.CreateLogger("ChaosService.Engine.Running.Runner");
        using var scope = log.BeginScope(new Dictionary<string, object>
        {
            ["RunId"] = "20261122-090006-etcd-leader-partition-3fa9c1", ["Experiment"] = "etcd-leader-partition",
        });
        var (started, cpu) = (TimeProvider.System.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
        for (var i = 0; i < count; i++)
        {
            if (i % 1000 == 0) await pipe.RoomAsync();
            FaultStep(log, "f1", "network-partition", "etcd2", "Effect", i);
        }
        await receiver.AllAsync();
        var took = TimeProvider.System.GetElapsedTime(started);
        var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        await pipe.DisposeAsync();
        if (pipe.Figures.Dropped > 0) throw new InvalidOperationException($"{pipe.Figures.Dropped} lines were dropped");
        return (count / took.TotalSeconds, used / took);
    }

    private static void MeasureGone(FigureTable table, string what, Action<Microsoft.Extensions.Logging.ILogger, int> say)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var before = ResidentMiB();
        var pipe = new LokiPipe("http://127.0.0.1:9", new LokiLimits(), TimeProvider.System);
        using var logs =
            new SerilogLoggerFactory(new LoggerConfiguration().WriteTo.GrafanaLoki(pipe, Labels).CreateLogger(), dispose: true);
        var log = logs.CreateLogger("ChaosService.Engine.Running.Runner");
        var (started, slowest, most) = (TimeProvider.System.GetTimestamp(), TimeSpan.Zero, 0.0);
        for (var i = 0; i < Lines; i++)
        {
            var at = TimeProvider.System.GetTimestamp();
            say(log, i);
            var took = TimeProvider.System.GetElapsedTime(at);
            if (took > slowest) slowest = took;
            if (i % 10_000 == 0) most = Math.Max(most, ResidentMiB() - before);
        }
        var perLine = TimeProvider.System.GetElapsedTime(started) / Lines;
        table.Add(
            $"Loki gone, {Lines:N0} {what}: resident memory over that before", GoalMiB, "MiB", Math.Max(most, ResidentMiB() - before),
            $" ({pipe.HeldLines:N0} lines kept, {pipe.Figures.Dropped:N0} dropped and counted)");
        table.Note(
            $"Loki gone, {what}: what one costs who logs it",
            $"{perLine.TotalMicroseconds:0.0} µs, slowest {slowest.TotalMilliseconds:0.0} ms");
    }

    private static double ResidentMiB() => Process.GetCurrentProcess().WorkingSet64 / 1048576.0;

    [LoggerMessage(9900, LogLevel.Information, "Fault {FaultId} {Kind} on {Nodes}: {Step} no answer in 300 ms, {Packets} packets dropped")]
    private static partial void FaultStep(
        Microsoft.Extensions.Logging.ILogger log, string faultId, string kind, string nodes, string step, int packets);

    [LoggerMessage(9901, LogLevel.Information, "{Text}")]
    private static partial void Said(Microsoft.Extensions.Logging.ILogger log, string text);

    /// <summary>Counts the lines of the pushes, by their number in the unpacked JSON, and answers 204.</summary>
    private sealed class Receiver : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private TaskCompletionSource _all = new();
        private long _left;

        private Receiver()
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
            _app = builder.Build();
            _app.Run(async http =>
            {
                await using var gzip =
                    new System.IO.Compression.GZipStream(http.Request.Body, System.IO.Compression.CompressionMode.Decompress);
                using var body = new MemoryStream();
                await gzip.CopyToAsync(body);
                var lines = body.GetBuffer().AsSpan(0, (int)body.Length).Count("[\"1"u8);
                http.Response.StatusCode = 204;
                if (Interlocked.Add(ref _left, -lines) <= 0) _all.TrySetResult();
            });
        }

        public string Uri => _app.Urls.Single();

        public static async Task<Receiver> StartAsync()
        {
            var receiver = new Receiver();
            await receiver._app.StartAsync();
            return receiver;
        }

        public void Expect(int lines) =>
            (_left, _all) = (lines, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

        public Task AllAsync() => _all.Task.WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System);

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
