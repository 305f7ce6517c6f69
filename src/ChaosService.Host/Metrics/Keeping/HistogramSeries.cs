using ChaosService.Host.Metrics.Exposition;

namespace ChaosService.Host.Metrics.Keeping;

/// <summary>The lines of one histogram series up to their numbers.</summary>
/// <param name="Buckets">One more than there are bounds: the last is <c>+Inf</c>.</param>
internal sealed record HistogramLines(byte[][] Buckets, byte[] Sum, byte[] Count, byte[] Created);

/// <summary>
/// How often a value fell between which bounds. The count is the sum of what stands in the buckets when they are read, so that the two fit each other in every
/// scrape; the sum of the values may be a moment ahead or behind.
/// </summary>
internal sealed class HistogramSeries(double[] bounds, HistogramLines lines, double createdAt) : Series
{
    private readonly long[] _counts = new long[bounds.Length + 1];
    private double _sum;

    public override void Write(in LineWriter writer, bool withCreated)
    {
        var below = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            below += Volatile.Read(ref _counts[i]);
            writer.Line(lines.Buckets[i], below);
        }
        writer.Line(lines.Sum, Volatile.Read(ref _sum));
        writer.Line(lines.Count, below);
        if (withCreated) writer.Line(lines.Created, createdAt);
    }

    protected override void Take(double value)
    {
        // A value at a bound is below it. There are few bounds, and most values are small: looking through them is faster than halving.
        var bucket = 0;
        while (bucket < bounds.Length && value > bounds[bucket]) bucket++;
        Interlocked.Increment(ref _counts[bucket]);
        Atomic.Add(ref _sum, value);
    }
}
