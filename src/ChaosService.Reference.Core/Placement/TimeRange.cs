namespace ChaosService.Reference.Core.Placement;

/// <summary>Times in ns since 1970, the end excluded.</summary>
internal readonly record struct TimeRange(long Start, long End)
{
    public bool Contains(long time) => Start <= time && time < End;

    public bool Overlaps(TimeRange other) => Start < other.End && other.Start < End;

    /// <summary>
    /// The range of a given width, counted from 1970, that contains a time. It is narrower at the ends of the representable times.
    /// </summary>
    public static TimeRange Holding(long time, long width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        var into = time % width;
        if (into < 0) into += width;
        var start = time < long.MinValue + into ? long.MinValue : time - into;
        var left = width - into;
        return new(start, time > long.MaxValue - left ? long.MaxValue : time + left);
    }
}
