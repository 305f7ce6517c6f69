using ChaosService.Model.Bank;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Operations;

namespace ChaosService.Workloads.Bank;

/// <summary>Every op takes four numbers from the stream, whatever it is, so that weights and amounts do not change the accounts.</summary>
internal sealed class BankGenerator(BankParameters parameters, SeededRandom random) : IGenerator
{
    private readonly string[] _accounts = [.. Enumerable.Range(0, parameters.Accounts).Select(n => $"a{n}")];
    private readonly int[] _weights = [parameters.Mix.Transfer, parameters.Mix.Balances];

    public Operation Next()
    {
        var function = Mix.Draw(random, _weights);
        var from = random.Next(_accounts.Length);
        // One of the others.
        var to = (from + 1 + random.Next(_accounts.Length - 1)) % _accounts.Length;
        var amount = 1 + random.Next(parameters.Amount);
        return function == 0
            ? new Operation(Functions.Transfer, null, new Transfer(_accounts[from], _accounts[to], amount).ToValue())
            : BankWorkload.Look;
    }

    public void Observe(in Operation operation, in OpResult result)
    {
    }
}
