using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Points;

/// <summary>The ops on one table. Positions are those of ops in the history.</summary>
internal sealed class PointTable(string name)
{
    public string Name => name;

    /// <summary>In the order of their numbers once the history has been read.</summary>
    public List<WrittenBatch> Batches { get; } = [];

    /// <summary>Those that succeeded.</summary>
    public List<(int Position, PointReads Answer)> Reads { get; } = [];

    /// <summary>Those that succeeded.</summary>
    public List<(int Position, PointQuery Answer)> Queries { get; } = [];

    /// <summary>Why there is no verdict on it; null when there is one.</summary>
    public string? Doubt { get; set; }

    /// <summary>
    /// Sorts the batches, and marks the table as doubtful where two share a number: it is unknown to which one a point belongs.
    /// </summary>
    public void Close()
    {
        Batches.Sort((a, b) => a.Batch.First.CompareTo(b.Batch.First));
        for (var i = 1; i < Batches.Count; i++)
            if (Batches[i].Batch.First <= Batches[i - 1].Batch.Last)
                Doubt ??= $"the point {Batches[i].Batch.First} was written twice; give each batch numbers of its own";
    }
}
