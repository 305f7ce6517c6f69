using ChaosService.Checking.Counters;
using ChaosService.Model.Bank;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Bank;

/// <summary>Each account is a counter: a transfer subtracts from one and adds to another.</summary>
internal sealed class Accounts
{
    private static readonly CounterHistory Untouched = CounterHistory.Of([], []);

    private readonly Dictionary<string, CounterHistory> _accounts = new(StringComparer.Ordinal);

    /// <summary>Transfers.</summary>
    public int Acknowledged { get; private set; }

    public long LastChangeNs { get; private set; } = long.MinValue;

    public IReadOnlyCollection<string> Names => _accounts.Keys;

    public void Add(in Op op, in Transfer transfer)
    {
        var (from, to) = (Of(transfer.From), Of(transfer.To));
        from.Add(op, -transfer.Amount);
        to.Add(op, transfer.Amount);
        LastChangeNs = Math.Max(LastChangeNs, to.LastChangeNs);
        if (op.Outcome == OpType.Ok) Acknowledged++;
    }

    /// <summary>To be called once, between the last <see cref="Add"/> and the first question.</summary>
    public void Seal()
    {
        foreach (var account in _accounts.Values) account.Seal();
    }

    /// <summary>What a read may find in an account.</summary>
    public (Int128 Least, Int128 Most) Bounds(string account, in Op read)
    {
        var counter = _accounts.GetValueOrDefault(account, Untouched);
        return (counter.Least(read), counter.Most(read));
    }

    private CounterHistory Of(string account)
    {
        if (!_accounts.TryGetValue(account, out var counter)) _accounts.Add(account, counter = new CounterHistory());
        return counter;
    }
}
