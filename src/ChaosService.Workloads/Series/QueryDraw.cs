using ChaosService.Model.Randomness;
using ChaosService.Model.Timeseries;

namespace ChaosService.Workloads.Series;

/// <summary>Draws a question: for a point, for a range of times, for aggregates of everything, of one key, of one time shard.</summary>
internal sealed class QueryDraw(PointShape shape, int batch)
{
    private static readonly string?[] Groupings = [null, PointQuery.ByRegion, PointQuery.ByKey];

    /// <summary>The first number of a block.</summary>
    public static long FirstOf(long block) => block * PointBatch.CountMax;

    /// <param name="blocks">How many blocks may have been begun.</param>
    /// <param name="span">So many blocks, which follow each other, a range of times holds.</param>
    public PointQuery Next(SeededRandom random, long blocks, int span)
    {
        var kind = random.Next(5);
        var block = 1 + (long)(random.NextDouble() * blocks);
        var number = FirstOf(block) + random.Next(batch);
        var grouping = Groupings[random.Next(Groupings.Length)];
        var point = shape.At(number);
        // Where all times are the same they choose nothing.
        if (shape.Times == PointTimes.Same) kind = 2 + (kind % 2);
        return kind switch
        {
            0 => new(shape, false, Key: point.Key, FromNs: point.TimeNs, UntilNs: point.TimeNs + 1),
            1 => Range(point, block, span),
            // With ten thousand keys an answer of as many groups would be most of the history.
            2 => new(shape, true, shape.Keys > 1000 && grouping == PointQuery.ByKey ? null : grouping),
            3 => new(shape, true, grouping == PointQuery.ByKey ? null : grouping, Key: point.Key),
            _ => OneShard(point, grouping),
        };
    }

    private PointQuery Range(in SeriesPoint point, long block, int span)
    {
        var inBlock = point.Number - FirstOf(block);
        var from = point.TimeNs - (inBlock * PointShape.StepNs);
        return new(shape, false, FromNs: from, UntilNs: from + (span * PointBatch.CountMax * PointShape.StepNs));
    }

    private PointQuery OneShard(in SeriesPoint point, string? grouping)
    {
        var from = PointShape.BaseNs + ((point.TimeNs - PointShape.BaseNs) / PointShape.ShardNs * PointShape.ShardNs);
        var by = shape.Keys > 1000 && grouping == PointQuery.ByKey ? PointQuery.ByRegion : grouping;
        return new(shape, true, by, FromNs: from, UntilNs: from + PointShape.ShardNs);
    }
}
