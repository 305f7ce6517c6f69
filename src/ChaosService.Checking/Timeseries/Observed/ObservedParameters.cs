using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Timeseries.Observed;

/// <param name="Metrics">Prefixes of the names that count as evidence of any fault; null: those of <see cref="FaultSigns"/>.</param>
/// <param name="Factor">A fault must raise a value to at least this multiple of what it was before. Default 2.</param>
/// <param name="Settle">How long after its revert a fault may still show. Default 2 s.</param>
public sealed record ObservedParameters(IReadOnlyList<string>? Metrics, long Factor, TimeSpan Settle) : CheckParameters
{
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [MetricsView.Topic];
}
