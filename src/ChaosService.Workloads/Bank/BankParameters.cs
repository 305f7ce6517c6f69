using System.Text.Json.Serialization;
using ChaosService.Model.Workloads;
using F = ChaosService.Model.Histories.Functions;

namespace ChaosService.Workloads.Bank;

/// <param name="Accounts">How many: <c>a0</c>, <c>a1</c>, …</param>
/// <param name="Amount">Each transfer moves 1 to this much.</param>
internal sealed record BankParameters(int Accounts, int Amount, BankMix Mix) : WorkloadParameters
{
    /// <summary>Always has balances: the run ends with them.</summary>
    [JsonIgnore]
    public override IReadOnlyList<string> Functions => [F.Transfer, F.Balances];
}

/// <summary>Weights; at least one is greater than zero.</summary>
internal sealed record BankMix(int Transfer, int Balances);
