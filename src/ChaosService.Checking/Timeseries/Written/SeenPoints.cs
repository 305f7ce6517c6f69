using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Written;

/// <summary>
/// The points that reads had shown by a time. A point whose write has an unknown outcome is certain once a read has shown it.
/// </summary>
internal sealed class SeenPoints(IReadOnlyList<(int Position, PointReads Answer)> reads, History history)
{
    private readonly (int Position, PointReads Answer)[] _ended =
        [.. reads.OrderBy(r => history.Ops.Span[r.Position].CompletedNs)];

    private int _next;
    private long[] _seen = [];

    /// <param name="ns">Never less than in the previous call.</param>
    /// <returns>In the form of <see cref="NumberRanges"/>.</returns>
    public long[] Before(long ns)
    {
        for (; _next < _ended.Length && history.Ops.Span[_ended[_next].Position].CompletedNs < ns; _next++)
            foreach (var node in _ended[_next].Answer.Nodes)
                _seen = NumberRanges.Union(_seen, node.Found);
        return _seen;
    }
}
