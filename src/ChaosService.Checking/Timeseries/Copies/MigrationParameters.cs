using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Copies;

/// <param name="Moves">The minimum number of completed moves for the verdict to mean anything. Default 1.</param>
public sealed record MigrationParameters(int Moves = 1) : CheckParameters
{
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [ShardsView.Topic];
}
