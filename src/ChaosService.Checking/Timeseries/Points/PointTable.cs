using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Points;

/// <summary>What was done with one table. Positions are those of ops in the history.</summary>
internal sealed class PointTable(string name)
{
    public string Name => name;

    /// <summary>In the order of their numbers once the history is read.</summary>
    public List<WrittenBatch> Batches { get; } = [];

    /// <summary>Those that succeeded.</summary>
    public List<(int Position, PointReads Answer)> Reads { get; } = [];

    /// <summary>Those that succeeded.</summary>
    public List<(int Position, PointQuery Answer)> Queries { get; } = [];

    /// <summary>Why nothing can be said of it; null when something can.</summary>
    public string? Doubt { get; set; }

    /// <summary>Sorts the batches, and doubts the table where two have a number in common: which one a point is of is not known.</summary>
    public void Close()
    {
        Batches.Sort((a, b) => a.Batch.First.CompareTo(b.Batch.First));
        for (var i = 1; i < Batches.Count; i++)
            if (Batches[i].Batch.First <= Batches[i - 1].Batch.Last)
                Doubt ??= $"the point {Batches[i].Batch.First} was written twice; give each batch numbers of its own";
    }
}
