using System.Text.Json.Serialization;
using ChaosService.Model.Workloads;
using F = ChaosService.Model.Histories.Functions;

namespace ChaosService.Workloads.Management;

/// <param name="Nodes">Over how many ids the calls about nodes go: few, so that calls meet.</param>
internal sealed record ManagementParameters(int Nodes, ManagementMix Mix) : WorkloadParameters
{
    [JsonIgnore]
    public override IReadOnlyList<string> Functions => [F.Manage];
}
