using ChaosService.Checking.Timeseries.Points;

namespace ChaosService.Checking.Timeseries.Written;

/// <summary>What is wrong with some points of one batch, in one way, as several answers show it.</summary>
/// <param name="batch">Null: points that no batch holds.</param>
/// <param name="read">The position of the read that shows it first.</param>
internal sealed class BatchTrouble(string anomaly, WrittenBatch? batch, int read)
{
    public string Anomaly => anomaly;

    public WrittenBatch? Batch => batch;

    public int Read => read;

    public SortedSet<long> Numbers { get; } = [];

    /// <summary>The nodes that answered so.</summary>
    public SortedSet<string> Nodes { get; } = new(StringComparer.Ordinal);
}
