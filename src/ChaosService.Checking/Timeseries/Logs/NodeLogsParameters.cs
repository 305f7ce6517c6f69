using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Logs;

/// <param name="Events">There must be a line for each of these events, by the names of <see cref="LogEvents"/>. Default none.</param>
public sealed record NodeLogsParameters(IReadOnlyList<string> Events) : CheckParameters
{
    /// <summary>Moves in the catalog must also appear in the logs.</summary>
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [NodeLogView.Topic, ShardsView.Topic];
}
