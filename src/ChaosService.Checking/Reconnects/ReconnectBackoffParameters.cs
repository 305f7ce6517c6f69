using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Reconnects;

/// <param name="First">The pause before the first attempt of an outage, without its jitter. Default 200 ms.</param>
/// <param name="Longest">No pause is longer. Default 5 s.</param>
/// <param name="Jitter">The share of a pause that is drawn: each has at least the rest of it. Default 0.5.</param>
/// <param name="Within">The longest time from the end of the faults of an outage to a connection. Default 15 s.</param>
public sealed record ReconnectBackoffParameters(TimeSpan First, TimeSpan Longest, double Jitter, TimeSpan Within) : CheckParameters
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [NodeLogView.Topic];
}
