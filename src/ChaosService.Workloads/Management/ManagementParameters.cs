using System.Text.Json.Serialization;
using ChaosService.Model.Workloads;
using F = ChaosService.Model.Histories.Functions;

namespace ChaosService.Workloads.Management;

/// <param name="Nodes">How many ids the calls about nodes use: few, so that calls conflict.</param>
internal sealed record ManagementParameters(int Nodes, ManagementMix Mix) : WorkloadParameters
{
    [JsonIgnore]
    public override IReadOnlyList<string> Functions => [F.Manage];
}
