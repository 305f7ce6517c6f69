using ChaosService.Checking.Findings;
using ChaosService.Model.Bank;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Bank;

/// <summary>What the reads of the balances show, in the order in which they began.</summary>
internal sealed class BankTally(History history, Accounts accounts)
{
    /// <summary>So many transfers are shown with a wrong total.</summary>
    private const int Shown = 6;

    private SeenBalances? _wrongTotal;
    private (int Read, string Account, long Balance, Int128 Least, Int128 Most)? _wrongBalance;

    /// <summary>Positions of the last read before the first wrong one; -1: none.</summary>
    private int _beforeTotal = -1, _beforeBalance = -1;

    private bool _lastTotalIsWrong, _lastBalanceIsWrong;

    public int FinalReads { get; private set; }

    public int WrongTotals { get; private set; }

    /// <summary>Reads with at least one account that is out of its bounds.</summary>
    public int WrongBalances { get; private set; }

    public void Judge(in SeenBalances read, bool finalOnly)
    {
        var op = Op(read.Position);
        var final = op.InvokedNs > accounts.LastChangeNs;
        if (final) FinalReads++;
        _lastTotalIsWrong = read.Total != 0;
        if (_lastTotalIsWrong && WrongTotals++ == 0) _wrongTotal = read;
        if (WrongTotals == 0) _beforeTotal = read.Position;
        if (finalOnly && !final) return;
        var wrong = OutOfBounds(read, op);
        _lastBalanceIsWrong = wrong is not null;
        if (wrong is var (account, balance, least, most) && WrongBalances++ == 0)
            _wrongBalance = (read.Position, account, balance, least, most);
        if (WrongBalances == 0) _beforeBalance = read.Position;
    }

    public IEnumerable<Finding> Findings()
    {
        if (_wrongTotal is { } total) yield return Total(total);
        if (_wrongBalance is { } balance) yield return Balance(balance);
    }

    private (string Account, long Balance, Int128 Least, Int128 Most)? OutOfBounds(in SeenBalances read, in Op op)
    {
        var missing = accounts.Names.Except(read.Accounts.Select(a => a.Account)).Select(name => (Account: name, Balance: 0L));
        foreach (var (account, balance) in read.Accounts.Concat(missing))
        {
            var (least, most) = accounts.Bounds(account, op);
            if (balance < least || balance > most) return (account, balance, least, most);
        }
        return null;
    }

    private Finding Total(in SeenBalances read)
    {
        var op = Op(read.Position);
        var sentence = $"process {op.Process} at {Words.During(op)} found accounts that together hold {read.Total} instead of 0: "
            + (!_lastTotalIsWrong ? "it saw a transfer in part, or later ones mended it"
                : read.Total > 0 ? "money was made" : "money was lost");
        return Tell("wrong-total", sentence, WrongTotals, _beforeTotal, read.Position, null);
    }

    private Finding Balance(in (int Read, string Account, long Balance, Int128 Least, Int128 Most) wrong)
    {
        var op = Op(wrong.Read);
        var sentence = $"account {wrong.Account} held {wrong.Balance} when process {op.Process} read it at {Words.During(op)}, although "
            + $"the transfers put it {Between(wrong.Least, wrong.Most)}"
            + (_lastBalanceIsWrong ? "" : "; the last read was right again");
        return Tell(_lastBalanceIsWrong ? "wrong-balance" : "stale", sentence, WrongBalances, _beforeBalance, wrong.Read, wrong.Account);
    }

    private static string Between(Int128 least, Int128 most) => least == most ? $"at {least}" : $"between {least} and {most}";

    /// <param name="before">The last good read; -1: none.</param>
    /// <param name="account">Null: any.</param>
    private Finding Tell(string anomaly, string sentence, int count, int before, int read, string? account)
    {
        List<Op> ops = [.. LastTransfers(before < 0 ? long.MinValue : Op(before).InvokedNs, Op(read).CompletedNs, account), Op(read)];
        if (before >= 0) ops.Add(Op(before));
        ops.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        return new Finding
        {
            Anomaly = anomaly,
            Explanation = sentence,
            Ops = ops,
            Faults = history.FaultsDuring(ops[0].InvokedNs, Op(read).CompletedNs),
            Count = count,
        };
    }

    /// <summary>The last of those that may have happened between two times.</summary>
    private List<Op> LastTransfers(long fromNs, long untilNs, string? account)
    {
        List<Op> last = [];
        var ops = history.Ops.Span;
        for (var position = ops.Length - 1; position >= 0 && last.Count < Shown; position--)
        {
            ref readonly var op = ref ops[position];
            if (op.F != Functions.Transfer || op.Outcome == OpType.Fail || op.InvokedNs > untilNs || op.CompletedNs < fromNs) continue;
            var transfer = Transfer.Read(op.Value)!.Value;
            if (account is null || transfer.From == account || transfer.To == account) last.Add(op);
        }
        return last;
    }

    private Op Op(int position) => history.Ops.Span[position];
}
