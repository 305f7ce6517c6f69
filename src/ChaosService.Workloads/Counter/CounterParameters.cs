using System.Text.Json.Serialization;
using ChaosService.Model.Workloads;
using F = ChaosService.Model.Histories.Functions;

namespace ChaosService.Workloads.Counter;

/// <param name="Keys">How many counters: <c>c0</c>, <c>c1</c>, …</param>
/// <param name="Amount">Each change is by 1 to this much.</param>
internal sealed record CounterParameters(int Keys, int Amount, CounterMix Mix) : WorkloadParameters
{
    /// <summary>Always has reads: the run ends with them.</summary>
    [JsonIgnore]
    public override IReadOnlyList<string> Functions => [F.Increment, F.Read];
}

/// <summary>Weights; at least one is greater than zero.</summary>
internal sealed record CounterMix(int Increment, int Decrement, int Read);
