using System.Text.Json.Serialization;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Workloads;
using F = ChaosService.Model.Histories.Functions;

namespace ChaosService.Workloads.Series;

/// <param name="Tables">How many tables: <c>t0</c>, <c>t1</c>, …</param>
/// <param name="SmallestBatch">The minimum number of points in a batch.</param>
/// <param name="Batch">The maximum number of points in a batch.</param>
/// <param name="Strict">Whether all lines of a batch are stored, or none.</param>
internal sealed record SeriesParameters(
    int Tables, PointShape Shape, int SmallestBatch, int Batch, bool Strict, SeriesMix Mix) : WorkloadParameters
{
    /// <summary>Always has reads: the run ends with them.</summary>
    [JsonIgnore]
    public override IReadOnlyList<string> Functions =>
    [
        F.ReadPoints, .. new[] { F.WritePoints }.Where(_ => Mix.Write > 0), .. new[] { F.Query }.Where(_ => Mix.Query > 0),
    ];
}
