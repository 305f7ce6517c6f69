using System.Text.Json.Serialization;
using ChaosService.Model.Workloads;
using F = ChaosService.Model.Histories.Functions;

namespace ChaosService.Workloads.Register;

/// <param name="Keys">How many registers: <c>k0</c>, <c>k1</c>, …</param>
internal sealed record RegisterParameters(int Keys, RegisterMix Mix) : WorkloadParameters
{
    /// <summary>Always has reads: the run ends with them.</summary>
    [JsonIgnore]
    public override IReadOnlyList<string> Functions =>
        [F.Read, .. new[] { F.Write }.Where(_ => Mix.Write > 0), .. new[] { F.Cas }.Where(_ => Mix.Cas > 0)];
}

/// <summary>Weights; at least one is greater than zero.</summary>
internal sealed record RegisterMix(int Read, int Write, int Cas);
