using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Logs;

/// <param name="Events">Of each of these there must be a line, by the names of <see cref="LogEvents"/>. Default none.</param>
public sealed record NodeLogsParameters(IReadOnlyList<string> Events) : CheckParameters
{
    /// <summary>What the catalog says of moves is what the logs must say, too.</summary>
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [NodeLogView.Topic, ShardsView.Topic];
}
