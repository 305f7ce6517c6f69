using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.KeyValue;

namespace ChaosService.Checking.KeyValue;

/// <summary>
/// Upper bounds for all writes of the load, during faults as well; each is optional, and without any bound the check only reports.
/// </summary>
public sealed record ReplicationLatencyParameters(TimeSpan? P95, TimeSpan? P99) : CheckParameters
{
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [ChangesView.Topic];
}
