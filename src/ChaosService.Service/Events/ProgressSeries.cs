using ChaosService.Contracts;

namespace ChaosService.Service.Events;

/// <summary>
/// A run's figures over its whole time in a bounded number of points: when they are full, each two neighbours become one and from then on a
/// point stands for twice as many. Ops are averaged; of error ratios and latencies the worst stays, because readers look for that.
/// </summary>
internal sealed class ProgressSeries(int capacity)
{
    private readonly List<ProgressPoint> _points = [];
    private readonly List<ProgressPoint> _pending = [];
    private int _stride = 1;

    public void Add(ProgressPoint point)
    {
        _pending.Add(point);
        if (_pending.Count < _stride) return;
        _points.Add(Merge(_pending));
        _pending.Clear();
        if (_points.Count < capacity) return;
        List<ProgressPoint> halved = [.. _points.Chunk(2).Select(Merge)];
        _points.Clear();
        _points.AddRange(halved);
        _stride *= 2;
    }

    public IReadOnlyList<ProgressPoint> Points() => _pending.Count == 0 ? [.. _points] : [.. _points, Merge(_pending)];

    private static ProgressPoint Merge(IReadOnlyList<ProgressPoint> points) => points.Count == 1 ? points[0] : new(
        points[^1].Seconds, points.Average(p => p.OpsPerSecond), points.Max(p => p.ErrorRatio), points.Max(p => p.P99Ms));
}
