using System.Text.Json.Serialization;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Workloads;
using F = ChaosService.Model.Histories.Functions;

namespace ChaosService.Workloads.Series;

/// <param name="Tables">How many tables: <c>t0</c>, <c>t1</c>, …</param>
/// <param name="SmallestBatch">Batches have from so many points…</param>
/// <param name="Batch">…to so many.</param>
/// <param name="Strict">All lines of a batch are to be stored, or none.</param>
internal sealed record SeriesParameters(
    int Tables, PointShape Shape, int SmallestBatch, int Batch, bool Strict, SeriesMix Mix) : WorkloadParameters
{
    /// <summary>Reads always: the run ends with them.</summary>
    [JsonIgnore]
    public override IReadOnlyList<string> Functions =>
    [
        F.ReadPoints, .. new[] { F.WritePoints }.Where(_ => Mix.Write > 0), .. new[] { F.Query }.Where(_ => Mix.Query > 0),
    ];
}
