using ChaosService.Tests.Engine.Fakes;
using Serilog.Sinks.Grafana.Loki;

namespace ChaosService.Tests.Telemetry.Logging.Loki;

public sealed class LokiBatchTests
{
    [Fact]
    public async Task Full_batch_is_sent_at_once_and_the_rest_when_it_is_old_enough()
    {
        await using var loki = await LokiUnderTest.StartAsync(new LokiLimits { BatchLines = 10 });

        loki.AddMany(0, 25);
        await Wait.UntilAsync(() => loki.Receiver.LineCount == 20);
        loki.Time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(20, loki.Receiver.LineCount);
        await loki.UntilLinesAsync(25);

        Assert.Equal([10, 10, 5], loki.Receiver.Attempts.Select(a => a.Lines.Count));
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"line {i}"), loki.Receiver.Lines.Select(l => l.Text));
    }

    [Fact]
    public async Task Large_lines_make_small_batches()
    {
        await using var loki = await LokiUnderTest.StartAsync(new LokiLimits { BatchBytes = 100_000 });

        loki.Add([.. Enumerable.Range(0, 9).Select(i => $"{i}{new string('x', 20_000)}")]);
        await loki.UntilLinesAsync(9);

        Assert.All(loki.Receiver.Attempts, a => Assert.InRange(a.Lines.Count, 1, 2));
    }

    [Fact]
    public async Task Lines_of_the_same_moment_get_times_that_rise()
    {
        await using var loki = await LokiUnderTest.StartAsync(new LokiLimits { BatchLines = 100 });

        loki.AddMany(0, 1000);
        await loki.UntilLinesAsync(1000);

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"line {i}"), loki.Receiver.Lines.OrderBy(l => l.TimeNs).Select(l => l.Text));
        Assert.Equal(1000, loki.Receiver.Lines.Select(l => l.TimeNs).Distinct().Count());
    }

    [Fact]
    public void Clock_that_is_set_back_far_does_not_hold_the_times_that_follow()
    {
        var (order, stream) = (new LokiOrder(), new LokiStream("{}"));

        Assert.Equal(
            [5_000_000_000, 5_000_000_001, 5_000_000_002, 1_000_000_000],
            new[] { 5_000_000_000, 5_000_000_000, 4_500_000_000, 1_000_000_000 }.Select(t => order.Next(stream, t)));
    }

    [Fact]
    public async Task Stop_sends_what_waits_without_waiting_for_its_age()
    {
        await using var loki = await LokiUnderTest.StartAsync(new LokiLimits { BatchLines = 4 });
        loki.AddMany(0, 6);

        await loki.Pipe.DisposeAsync();

        Assert.Equal(6, loki.Receiver.LineCount);
        Assert.Equal((6, 0), (loki.Pipe.Figures.Sent, loki.Pipe.Figures.Dropped));
    }

    [Fact]
    public async Task What_comes_after_the_stop_is_counted_as_dropped()
    {
        await using var loki = await LokiUnderTest.StartAsync();
        await loki.Pipe.DisposeAsync();

        loki.Add("late");

        Assert.Equal(1, loki.Pipe.Figures.Dropped);
    }
}
