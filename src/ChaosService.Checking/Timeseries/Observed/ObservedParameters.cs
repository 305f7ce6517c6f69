using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Timeseries.Observed;

/// <param name="Metrics">Beginnings of the names that count as a sign of any fault; null: those of <see cref="FaultSigns"/>.</param>
/// <param name="Factor">So many times what it was before must be what a fault raises. Default 2.</param>
/// <param name="Settle">So long after its revert a fault may still show. Default 2 s.</param>
public sealed record ObservedParameters(IReadOnlyList<string>? Metrics, long Factor, TimeSpan Settle) : CheckParameters
{
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [MetricsView.Topic];
}
