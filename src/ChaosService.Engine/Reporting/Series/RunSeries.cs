using ChaosService.Model.Histories;

namespace ChaosService.Engine.Reporting.Series;

/// <summary>
/// A run over time, in buckets of equal length from the run's start. Latency is that of ok ops, placed at the op's scheduled
/// start, so that a fault's harm shows within its window; throughput counts completions, so that a stall and the catching up after
/// it are seen. An op whose outcome was never heard counts as info where it was invoked.
/// </summary>
public sealed record RunSeries
{
    /// <summary>More buckets than a chart is wide only cost.</summary>
    private const int BucketsMax = 600;

    /// <summary>With fewer, a bucket's p50 jumps about and its p99 is its maximum.</summary>
    private const int OpsPerBucketMin = 50;

    private static readonly long[] BucketMs = [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000];

    public required long BucketNs { get; init; }

    /// <summary>Ops per second.</summary>
    public required double[] Ok { get; init; }

    public required double[] Fail { get; init; }

    public required double[] Info { get; init; }

    /// <summary>ms; null where no op that was meant to start in the bucket was ok.</summary>
    public required double?[] P50 { get; init; }

    public required double?[] P99 { get; init; }

    public required double?[] Max { get; init; }

    public int Count => Ok.Length;

    /// <summary>
    /// The finest of a fixed choice of bucket lengths that keeps the count within bounds and the buckets filled; a run with little
    /// traffic still gets some 60.
    /// </summary>
    public static long BucketFor(History history)
    {
        var end = EndNs(history);
        foreach (var ms in BucketMs)
        {
            var buckets = (end / (ms * 1_000_000)) + 1;
            var filled = history.Ops.Length / buckets >= OpsPerBucketMin || buckets <= BucketsMax / 10;
            if (buckets <= BucketsMax && filled) return ms * 1_000_000;
        }
        return (end / BucketsMax) + 1;
    }

    public static RunSeries From(History history, long bucketNs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bucketNs);
        var count = (int)(EndNs(history) / bucketNs) + 1;
        var (ok, fail, info) = (new int[count], new int[count], new int[count]);
        foreach (ref readonly var op in history.Ops.Span)
        {
            var counts = op.Outcome switch { OpType.Ok => ok, OpType.Fail => fail, _ => info };
            counts[HeardNs(op) / bucketNs]++;
        }

        var (p50, p99, max) = (new double?[count], new double?[count], new double?[count]);
        foreach (var (bucket, latencies) in OkLatencies(history, bucketNs, count))
        {
            latencies.Sort();
            p50[bucket] = Quantile(latencies, 0.50);
            p99[bucket] = Quantile(latencies, 0.99);
            max[bucket] = Quantile(latencies, 1);
        }
        double[] Rates(int[] counts) => [.. counts.Select(c => Math.Round(c * 1e9 / bucketNs, 3))];
        return new RunSeries
        {
            BucketNs = bucketNs, Ok = Rates(ok), Fail = Rates(fail), Info = Rates(info), P50 = p50, P99 = p99, Max = max,
        };
    }

    /// <summary>An op's position on the latency chart.</summary>
    internal static int BucketOf(in Op op, long bucketNs) => (int)(Math.Max(0, op.IntendedNs) / bucketNs);

    private static Dictionary<int, List<long>> OkLatencies(History history, long bucketNs, int count)
    {
        var result = new Dictionary<int, List<long>>(count);
        foreach (ref readonly var op in history.Ops.Span)
        {
            if (op.Outcome != OpType.Ok || op.LatencyNs == long.MaxValue) continue;
            var bucket = BucketOf(op, bucketNs);
            if (!result.TryGetValue(bucket, out var latencies)) result[bucket] = latencies = [];
            latencies.Add(op.LatencyNs);
        }
        return result;
    }

    /// <summary>Nearest rank, in ms.</summary>
    private static double Quantile(List<long> sorted, double q) =>
        Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(q * sorted.Count) - 1)] / 1e6, 3);

    private static long HeardNs(in Op op) => op.CompletedNs == long.MaxValue ? op.InvokedNs : op.CompletedNs;

    private static long EndNs(History history)
    {
        var end = history.Phases.Select(p => p.TimeNs).Concat(history.FaultEvents.Select(f => f.TimeNs)).DefaultIfEmpty(0).Max();
        foreach (ref readonly var op in history.Ops.Span) end = Math.Max(end, Math.Max(HeardNs(op), op.IntendedNs));
        return end;
    }
}
