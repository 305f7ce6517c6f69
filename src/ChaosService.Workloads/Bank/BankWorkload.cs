using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Operations;

namespace ChaosService.Workloads.Bank;

/// <summary>
/// Accounts start at 0, with their keys missing, and may go below. So nothing has to be put there first, and together they hold 0 at every
/// moment.
/// </summary>
internal sealed class BankWorkload : IWorkloadKind
{
    private const int DefaultAccounts = 8;
    private const int MaxAccounts = 1_000;
    private const int DefaultAmount = 5;
    private const int MaxAmount = 1_000_000;

    public static readonly Operation Look = new(Functions.Balances, null, OpValue.None);

    public string Name => "bank";

    public string Summary => "moves money between accounts, each time in one transaction, and reads all of them at once";

    public WorkloadParameters? Bind(MapReader reader)
    {
        var problems = reader.Problems.Count;
        var accounts = (int)(reader.Integer("accounts", 2, MaxAccounts) ?? DefaultAccounts);
        var amount = (int)(reader.Integer("amount", 1, MaxAmount) ?? DefaultAmount);
        var mix = Mix.Bind(reader, [(Functions.Transfer, 70), (Functions.Balances, 30)]);
        return mix is null || reader.Problems.Count > problems
            ? null
            : new BankParameters(accounts, amount, new BankMix(mix[0], mix[1]));
    }

    public IGenerator CreateGenerator(WorkloadParameters parameters, SeededRandom random, int worker, int workers) =>
        new BankGenerator((BankParameters)parameters, random);

    public IEnumerable<Operation> FinalReads(WorkloadParameters parameters) => [Look];
}
