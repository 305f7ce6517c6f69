using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Golden;

/// <summary>The aggregates of a set of points. Sums of loads are exact: they are eighths.</summary>
internal sealed class PointStat
{
    public long Count { get; private set; }

    public long Sum { get; private set; }

    public double LoadSum { get; private set; }

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    public void Add(in SeriesPoint point)
    {
        Count++;
        Sum += point.Number;
        LoadSum += point.Load;
        Min = Math.Min(Min, point.Load);
        Max = Math.Max(Max, point.Load);
    }

    public void Add(PointStat other)
    {
        Count += other.Count;
        Sum += other.Sum;
        LoadSum += other.LoadSum;
        Min = Math.Min(Min, other.Min);
        Max = Math.Max(Max, other.Max);
    }
}
