using ChaosService.Model.Randomness;
using ChaosService.Model.Timeseries;

namespace ChaosService.Workloads.Series;

/// <summary>Draws a query: for a point, for a time range, for aggregates of everything, of one key, of one time shard.</summary>
internal sealed class QueryDraw(PointShape shape, int batch)
{
    private static readonly string?[] Groupings = [null, PointQuery.ByRegion, PointQuery.ByKey];

    /// <summary>The first number of a block.</summary>
    public static long FirstOf(long block) => block * PointBatch.CountMax;

    /// <param name="blocks">How many blocks may have been started.</param>
    /// <param name="span">How many consecutive blocks a time range spans.</param>
    public PointQuery Next(SeededRandom random, long blocks, int span)
    {
        var kind = random.Next(5);
        var block = 1 + (long)(random.NextDouble() * blocks);
        var number = FirstOf(block) + random.Next(batch);
        var grouping = Groupings[random.Next(Groupings.Length)];
        var point = shape.At(number);
        // Where all times are equal they select nothing.
        if (shape.Times == PointTimes.Same) kind = 2 + (kind % 2);
        return kind switch
        {
            0 => new(shape, false, Key: point.Key, FromNs: point.TimeNs, UntilNs: point.TimeNs + 1),
            1 => Range(point, block, span),
            // With ten thousand keys an answer with as many groups would make up most of the history.
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
