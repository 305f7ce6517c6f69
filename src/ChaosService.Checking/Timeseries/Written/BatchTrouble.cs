using ChaosService.Checking.Timeseries.Points;

namespace ChaosService.Checking.Timeseries.Written;

/// <summary>One kind of problem with some points of one batch, as several answers show it.</summary>
/// <param name="batch">Null: points that belong to no batch.</param>
/// <param name="read">The position of the first read that shows it.</param>
internal sealed class BatchTrouble(string anomaly, WrittenBatch? batch, int read)
{
    public string Anomaly => anomaly;

    public WrittenBatch? Batch => batch;

    public int Read => read;

    public SortedSet<long> Numbers { get; } = [];

    /// <summary>The nodes that gave these answers.</summary>
    public SortedSet<string> Nodes { get; } = new(StringComparer.Ordinal);
}
