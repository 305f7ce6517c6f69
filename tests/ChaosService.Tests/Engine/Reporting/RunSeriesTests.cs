using ChaosService.Engine.Reporting.Series;
using ChaosService.Model.Histories;

namespace ChaosService.Tests.Engine.Reporting;

public class RunSeriesTests
{
    private const long Ms = 1_000_000;

    [Fact]
    public void Throughput_counts_completions_per_second()
    {
        var series = RunSeries.From(
            Of(Op(0, 10, OpType.Ok), Op(100, 490, OpType.Ok), Op(400, 600, OpType.Fail), Op(450, 1400, OpType.Info)), 500 * Ms);

        Assert.Equal([4, 0, 0], series.Ok);
        Assert.Equal([0, 2, 0], series.Fail);
        Assert.Equal([0, 0, 2], series.Info);
    }

    [Fact]
    public void Latency_stands_at_the_intended_start_and_counts_from_there()
    {
        // Meant to start at 100 ms, invoked only at 900 ms, done at 1,100 ms: a user waited a second, and it belongs to the first bucket.
        var late = Op(900, 1100, OpType.Ok) with { IntendedNs = 100 * Ms };

        var series = RunSeries.From(Of(late), 500 * Ms);

        Assert.Equal([1000, null, null], series.Max);
        Assert.Equal([0, 0, 2], series.Ok);
    }

    [Fact]
    public void Quantiles_are_nearest_rank_of_ok_ops_only()
    {
        var ops =
            Enumerable.Range(1, 100).Select(i => Op(0, i, OpType.Ok)).Append(Op(0, 900, OpType.Fail)).Append(Op(0, 1000, OpType.Info));

        var series = RunSeries.From(Of([.. ops]), 2000 * Ms);

        Assert.Equal((50, 99, 100), (series.P50[0], series.P99[0], series.Max[0]));
    }

    [Fact]
    public void Op_that_was_never_heard_of_counts_as_info_where_it_was_invoked()
    {
        var series = RunSeries.From(Of(Op(600, 0, OpType.Info) with { CompletedNs = long.MaxValue }, Op(0, 1100, OpType.Ok)), 1000 * Ms);

        Assert.Equal([1, 0], series.Info);
    }

    [Fact]
    public void Empty_history_is_one_empty_bucket()
    {
        var series = RunSeries.From(Of(), 100 * Ms);

        Assert.Equal((1, 0, null), (series.Count, series.Ok[0], series.P50[0]));
    }

    [Theory]
    [InlineData(63, 30_000, 200)]
    [InlineData(63, 1_000_000, 200)]
    [InlineData(60, 600, 1_000)]
    [InlineData(3600, 1_000_000, 10_000)]
    [InlineData(1, 10_000, 50)]
    public void Buckets_are_fine_but_few_and_filled(int seconds, int ops, int expectedMs)
    {
        var history =
            Of([.. Enumerable.Range(0, ops).Select(i => Op(seconds * 1000L * i / ops, (seconds * 1000L * i / ops) + 1, OpType.Ok))]);

        Assert.Equal(expectedMs * Ms, RunSeries.BucketFor(history));
    }

    [Fact]
    public void Buckets_stay_few_over_a_year() => Assert.InRange(Count(TimeSpan.FromDays(365)), 300, 601);

    [Fact]
    public void Sample_takes_the_slowest_ok_and_the_first_unsuccessful_of_each_bucket()
    {
        var ops = new[] { Op(1, 3, OpType.Ok), Op(2, 9, OpType.Ok), Op(3, 4, OpType.Ok), Op(600, 601, OpType.Ok) }
            .Concat(Enumerable.Range(10, 50).Select(i => Op(i, i + 100, OpType.Info)))
            .Concat(Enumerable.Range(70, 2).Select(i => Op(i, i + 1, OpType.Fail)));

        var sample = OpSample.From(Of([.. ops]), 500 * Ms);

        Assert.Equal([2, 600, 10, 11, 12, 70, 71], sample.Select(o => o.InvokedNs / Ms));
    }

    private static int Count(TimeSpan length)
    {
        var history = Of(Op(0, (long)length.TotalMilliseconds, OpType.Ok));
        return RunSeries.From(history, RunSeries.BucketFor(history)).Count;
    }

    private static History Of(params Op[] ops) => new() { Ops = ops.Select((op, i) => op with { Index = i }).ToArray() };

    private static Op Op(long invokedMs, long completedMs, OpType outcome) => new()
    {
        Index = 0, CompletionIndex = 0, Process = 0, Outcome = outcome, F = Functions.Read,
        IntendedNs = invokedMs * Ms, InvokedNs = invokedMs * Ms, CompletedNs = completedMs * Ms,
    };
}
