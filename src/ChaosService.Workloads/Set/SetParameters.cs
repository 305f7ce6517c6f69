using System.Text.Json.Serialization;
using ChaosService.Model.Workloads;
using F = ChaosService.Model.Histories.Functions;

namespace ChaosService.Workloads.Set;

internal sealed record SetParameters(SetMix Mix) : WorkloadParameters
{
    /// <summary>Always has reads: the run ends with one.</summary>
    [JsonIgnore]
    public override IReadOnlyList<string> Functions => [F.Add, F.Read];
}

/// <summary>Weights; at least one is greater than zero.</summary>
internal sealed record SetMix(int Add, int Read);
