using ChaosService.Checking.Linearizability.Registers;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Linearizability.Wgl;

/// <param name="Conflict">Set when it is not linearizable.</param>
/// <param name="Undecided">Set when the budget ran out first.</param>
internal sealed record WglResult(Conflict? Conflict, string? Undecided);

/// <summary>
/// Searches for an order of one register's ops, after Wing and Gong (1993) with Lowe's cache of configurations already tried (2017).
/// Decides any history, also one whose values repeat, but time and memory may grow exponentially: both are bounded.
/// </summary>
internal sealed class WglSearch
{
    private readonly RegisterOp[] _ops;
    private readonly long _memoryBytes;
    private readonly CancellationToken _deadline;
    private readonly EntryList _entries;
    private readonly ConfigurationCache _tried;
    private readonly Stack<(int Op, long State)> _order = new();
    private readonly int _certain;
    private int _placedCertain;
    private int _bestPlaced = -1;
    private int _stuckAt;
    private long _state = OpValue.Nil;

    public WglSearch(RegisterOp[] ops, long memoryBytes, CancellationToken deadline)
    {
        (_ops, _memoryBytes, _deadline) = (ops, memoryBytes, deadline);
        _entries = new EntryList(ops);
        _tried = new ConfigurationCache(ops.Length);
        _certain = ops.Count(o => o.Certain);
    }

    public WglResult Run()
    {
        var entry = _entries.First;
        for (long step = 0; _placedCertain < _certain; step++)
        {
            if (step % 4096 == 0 && _deadline.IsCancellationRequested)
                return new WglResult(null, "the time limit passed; values that repeat need a search");
            if (_tried.Bytes > _memoryBytes)
                return new WglResult(null, $"the search needs more than {_memoryBytes >> 20} MiB; write unique values, which need none");
            if (_entries.IsCall(entry))
            {
                entry = TryPlace(_entries.OpOf(entry)) ? _entries.First : _entries.Next(entry);
                continue;
            }
            // A return, or the end of the list: this op had to be placed and was not.
            if (_placedCertain > _bestPlaced) (_bestPlaced, _stuckAt) = (_placedCertain, _entries.OpOf(entry));
            if (!_order.TryPop(out var last)) return new WglResult(Explain(), null);
            Undo(last);
            entry = _entries.Next(EntryList.CallOf(last.Op));
        }
        return new WglResult(null, null);
    }

    private bool TryPlace(int op)
    {
        ref readonly var o = ref _ops[op];
        if (o.Action != RegisterAction.Write && o.From != _state) return false;
        var next = o.Writes ? o.To : _state;
        if (!_tried.TryAdd(op, next)) return false;
        _order.Push((op, _state));
        _state = next;
        if (o.Certain) _placedCertain++;
        _entries.Lift(op);
        return true;
    }

    private void Undo((int Op, long State) last)
    {
        _tried.Remove(last.Op);
        _state = last.State;
        if (_ops[last.Op].Certain) _placedCertain--;
        _entries.Unlift(last.Op);
    }

    /// <summary>The op that could not be placed in the longest order found, and the ops concurrent with it.</summary>
    private Conflict Explain()
    {
        var stuck = _ops[_stuckAt];
        var beside = Enumerable.Range(0, _ops.Length)
            .Where(i => i != _stuckAt && _ops[i].Start <= stuck.End && _ops[i].End >= stuck.Start && _ops[i].Certain).Take(3);
        var before = Enumerable.Range(0, _ops.Length).Where(i => _ops[i].Writes && _ops[i].End < stuck.Start)
            .OrderByDescending(i => _ops[i].End).Take(1);
        return new Conflict(ConflictKind.Stuck, [_stuckAt, .. before, .. beside]);
    }
}
