using ChaosService.Checking.Findings;
using ChaosService.Model.Bank;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Bank;

/// <summary>
/// Money neither comes nor goes: together the accounts hold 0 whenever they are read, and each holds what the transfers allow. O(n log n).
/// </summary>
internal sealed class BankCheck : ICheckKind
{
    public string Name => "bank";

    public string Summary => "all accounts together never gain or lose, and each holds what was moved to and from it";

    public CheckParameters? Bind(MapReader reader)
    {
        var problems = reader.Problems.Count;
        var reads = reader.Choice("reads", "all", "final");
        reader.Done();
        return reader.Problems.Count > problems ? null : new BankParameters(FinalOnly: reads == "final");
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        if (history.Dropped > 0) return CheckVerdict.Unknown(Name, Words.Dropped(history));
        var accounts = new Accounts();
        List<SeenBalances> reads = [];
        var ops = history.Ops.Span;
        for (var position = 0; position < ops.Length; position++)
        {
            ref readonly var op = ref ops[position];
            if (op.F == Functions.Transfer && op.Outcome != OpType.Fail)
            {
                if (Transfer.Read(op.Value) is not { } transfer)
                    return CheckVerdict.Unknown(Name, $"a transfer has from, to and amount, and here it is {op.Value}");
                accounts.Add(op, transfer);
            }
            else if (op is { F: Functions.Balances, Outcome: OpType.Ok })
            {
                if (Balances.Read(op.Value) is not { } balances)
                    return CheckVerdict.Unknown(Name, $"balances are whole numbers by account, and here they are {op.Value}");
                reads.Add(new SeenBalances(position, balances));
            }
        }
        accounts.Seal();
        var tally = new BankTally(history, accounts);
        foreach (var read in reads)
        {
            if (budget.Deadline.IsCancellationRequested) return CheckVerdict.Unknown(Name, "the time for it ended before all was read");
            tally.Judge(read, ((BankParameters)parameters).FinalOnly);
        }
        return Judge(tally, accounts, reads.Count);
    }

    private CheckVerdict Judge(BankTally tally, Accounts accounts, int reads)
    {
        var undecided = accounts.Acknowledged == 0 ? "no transfer succeeded, so nothing can be said"
            : tally.FinalReads == 0 ? "no read of the balances succeeded after the last transfer, so what it came to is not known"
            : null;
        Finding[] findings = [.. tally.Findings()];
        var judged = $"{Words.Many(reads, "read")} of {Words.Many(accounts.Names.Count, "account")}, "
            + Words.Many(accounts.Acknowledged, "acknowledged transfer");
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Length, undecided),
            Summary = findings.Length > 0 ? $"{judged}: {findings[0].Explanation}" : undecided ?? $"{judged}, and no money came or went",
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["acknowledged_count"] = accounts.Acknowledged,
                ["read_count"] = reads,
                ["wrong_total_count"] = tally.WrongTotals,
                ["wrong_balance_count"] = tally.WrongBalances,
            },
        };
    }
}
