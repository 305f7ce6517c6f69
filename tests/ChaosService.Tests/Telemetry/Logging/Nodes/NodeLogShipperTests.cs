using ChaosService.Model.Clusters;
using ChaosService.Telemetry.Logging.Nodes;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Telemetry.Logging.Loki;
using Microsoft.Extensions.Logging.Abstractions;
using Serilog.Sinks.Grafana.Loki;

namespace ChaosService.Tests.Telemetry.Logging.Nodes;

public sealed class NodeLogShipperTests : IDisposable
{
    private static readonly DateTimeOffset From = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Log_of_a_node_comes_with_its_own_times_under_its_run_and_name()
    {
        await using var loki = await LokiUnderTest.StartAsync();
        await using var shipper = Shipper(loki);

        shipper.Take(Log("etcd1",
            "2026-11-22T08:59:59.999999999Z before the run",
            "2026-11-22T09:00:01.000000001Z first", "2026-11-22T09:00:01.000000001Z second", "no time of its own",
            "2026-11-22T09:00:02Z cst_12345678secretsecret"));
        await loki.UntilLinesAsync(4);

        Assert.All(loki.Receiver.Lines, l => Assert.Equal("""{"node":"etcd1","origin":"node","run":"r-1"}""", l.Stream));
        Assert.Equal(["first", "second", "no time of its own", "cst_12345678(hidden)"], loki.Receiver.Lines.Select(l => l.Text));
        Assert.Equal(
            [1_795_338_001_000_000_001, 1_795_338_001_000_000_002, 1_795_338_001_000_000_003, 1_795_338_002_000_000_000],
            loki.Receiver.Lines.Select(l => l.TimeNs));
        Assert.All(loki.Receiver.Lines, l => Assert.Equal("calm", l.Metadata["experiment"]));
    }

    [Fact]
    public async Task Of_a_long_log_the_end_is_sent_and_says_so()
    {
        await using var loki = await LokiUnderTest.StartAsync(new LokiLimits { QueueBytes = 256 << 20 });
        await using var shipper = Shipper(loki);
        var count = (int)(NodeLogLines.BytesMax / 1000) + 2000;

        shipper.Take(Log("etcd1", [.. Enumerable.Range(0, count).Select(i => $"2026-11-22T09:00:01Z {i} {new string('x', 970)}")]));
        await loki.Time.AdvanceUntilAsync(() => loki.Receiver.Lines.Any(l => l.Text.StartsWith($"{count - 1} ")), LokiUnderTest.Second);

        Assert.Matches(@"^\([\d,]+ bytes of this log before here are in the run's directory only\)$", loki.Receiver.Lines[0].Text);
        Assert.InRange(loki.Receiver.LineCount, 7_000, 9_000);
    }

    [Fact]
    public async Task Logs_wait_for_room_and_leave_half_of_the_queue_to_others()
    {
        await using var loki = await LokiUnderTest.StartAsync(new LokiLimits { QueueLines = 100, BatchLines = 10 });
        await using var shipper = Shipper(loki);
        await loki.Receiver.GoAsync();

        shipper.Take(Log("etcd1", [.. Enumerable.Range(0, 1000).Select(i => $"2026-11-22T09:00:01Z {i}")]));
        await Wait.UntilAsync(() => loki.Pipe.Figures.AttemptsFailed > 0);
        for (var i = 0; i < 40; i++) loki.Add($"own {i}");
        Assert.Equal(0, loki.Pipe.Figures.Dropped);
        await loki.Receiver.ComeBackAsync();
        await loki.UntilLinesAsync(1040);

        Assert.Equal(
            Enumerable.Range(0, 1000).Select(i => $"{i}"), loki.Receiver.Lines.Where(l => l.Stream.Contains("etcd1")).Select(l => l.Text));
    }

    [Fact]
    public async Task Log_that_is_not_there_any_more_holds_up_nothing()
    {
        await using var loki = await LokiUnderTest.StartAsync();
        await using var shipper = Shipper(loki);

        shipper.Take(new NodeLog("r-0", "calm", "etcd1", _directory.File("nothing.log"), From));
        shipper.Take(Log("etcd2", "2026-11-22T09:00:01Z there"));
        await loki.UntilLinesAsync(1);

        Assert.Equal("there", loki.Receiver.Lines.Single().Text);
    }

    private static NodeLogShipper Shipper(LokiUnderTest loki) =>
        new(loki.Pipe, [new LokiLabel { Key = "origin", Value = "node" }], TimeSpan.FromSeconds(5), loki.Time, () => NullLogger.Instance);

    private NodeLog Log(string node, params string[] lines)
    {
        File.WriteAllLines(_directory.File(node), lines);
        return new NodeLog("r-1", "calm", node, _directory.File(node), From);
    }

    [Fact]
    public async Task Log_that_cannot_even_be_looked_for_keeps_no_other_away()
    {
        await using var loki = await LokiUnderTest.StartAsync();
        await using var shipper = Shipper(loki);

        shipper.Take(Log("etcd1", "2026-11-22T09:00:01Z lost") with { File = "\0" });
        shipper.Take(Log("etcd2", "2026-11-22T09:00:01Z first"));
        await loki.UntilLinesAsync(1);

        Assert.Equal(["first"], loki.Receiver.Lines.Select(l => l.Text));
    }
}
