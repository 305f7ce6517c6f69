using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Points;

/// <summary>A batch of points and its outcome, as far as its client knows.</summary>
/// <param name="Position">The position of its op in <see cref="History.Ops"/>.</param>
internal sealed record WrittenBatch(PointBatch Batch, int Position, OpType Outcome, long InvokedNs, long CompletedNs)
{
    private readonly long[] _refused = [.. (Batch.Refused ?? []).Order()];

    public IReadOnlyList<long> Refused => _refused;

    /// <summary>Whether it was acknowledged before a time: from then on its points must be there.</summary>
    public bool IsKnownAt(long ns) => Outcome == OpType.Ok && CompletedNs < ns;

    /// <summary>Whether its answer lists the line of the point as not stored.</summary>
    public bool Refuses(long number) => Array.BinarySearch(_refused, number) >= 0;

    /// <summary>The numbers that it stored, or may have stored: those of lines that were not refused.</summary>
    public IEnumerable<long> Numbers()
    {
        if (Outcome == OpType.Fail) yield break;
        for (var number = Batch.First; number <= Batch.Last; number++)
            if (!Refuses(number))
                yield return number;
    }
}
