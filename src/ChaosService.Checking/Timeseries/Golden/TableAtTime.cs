using ChaosService.Checking.Timeseries.Points;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Timeseries.Golden;

/// <summary>
/// A table as it was at the time of a query: the batches that were acknowledged before, and those that may have been stored by then. Used
/// in the order of the queries' invocations.
/// </summary>
internal sealed class TableAtTime
{
    private readonly WrittenBatch[] _byCompletion;
    private readonly WrittenBatch[] _unknown;
    private readonly long _longestNs;
    private int _next;

    public TableAtTime(PointTable table)
    {
        _byCompletion = [.. table.Batches.Where(b => b.Outcome == OpType.Ok).OrderBy(b => b.CompletedNs)];
        _unknown = [.. table.Batches.Where(b => b.Outcome == OpType.Info).OrderBy(b => b.InvokedNs)];
        _longestNs = _byCompletion.Select(b => b.CompletedNs - b.InvokedNs).DefaultIfEmpty().Max();
    }

    public KnownPoints Known { get; } = new();

    /// <summary>Includes what was acknowledged before a query began.</summary>
    public void AdvanceTo(long invokedNs)
    {
        for (; _next < _byCompletion.Length && _byCompletion[_next].IsKnownAt(invokedNs); _next++)
            foreach (var number in _byCompletion[_next].Numbers())
                Known.Add(_byCompletion[_next].Batch.Shape.At(number));
    }

    /// <summary>Batches that are not certain, and began before the query completed.</summary>
    public IEnumerable<WrittenBatch> Possible(long completedNs)
    {
        foreach (var batch in _unknown)
        {
            if (batch.InvokedNs > completedNs) break;
            yield return batch;
        }
        // A batch cannot have begun before the query's end when it completes later than that by more than the longest duration.
        for (var i = _next; i < _byCompletion.Length && _byCompletion[i].CompletedNs - _longestNs <= completedNs; i++)
            if (_byCompletion[i].InvokedNs <= completedNs)
                yield return _byCompletion[i];
    }
}
