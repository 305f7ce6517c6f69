using ChaosService.Checking.Linearizability.Registers;

namespace ChaosService.Checking.Linearizability.Wgl;

/// <summary>
/// Calls and returns in time order as a doubly linked list, from which an op's two entries are removed and reinserted in constant time.
/// Entries: the call of op i is 2i, its return 2i + 1; the head and the tail close the list. An uncertain op has no return.
/// </summary>
internal sealed class EntryList
{
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly int _head;
    private readonly RegisterOp[] _ops;

    public EntryList(RegisterOp[] ops)
    {
        _ops = ops;
        _head = ops.Length * 2;
        _next = new int[_head + 2];
        _previous = new int[_head + 2];
        // At equal times calls precede returns: ops that touch count as concurrent.
        var entries = Enumerable.Range(0, ops.Length * 2).Where(e => e % 2 == 0 || ops[e / 2].Certain)
            .OrderBy(e => e % 2 == 0 ? ops[e / 2].Start : ops[e / 2].End).ThenBy(e => e % 2).ThenBy(e => e);
        var last = _head;
        foreach (var entry in entries.Append(_head + 1))
        {
            (_next[last], _previous[entry]) = (entry, last);
            last = entry;
        }
    }

    public int First => _next[_head];

    public int Next(int entry) => _next[entry];

    public bool IsCall(int entry) => entry < _head && entry % 2 == 0;

    public static int CallOf(int op) => op * 2;

    /// <summary>At the list's end there is no op: any remaining op will do for an explanation.</summary>
    public int OpOf(int entry) => entry < _head ? entry / 2 : 0;

    public void Lift(int op)
    {
        Unlink(op * 2);
        if (_ops[op].Certain) Unlink((op * 2) + 1);
    }

    public void Unlift(int op)
    {
        if (_ops[op].Certain) Relink((op * 2) + 1);
        Relink(op * 2);
    }

    private void Unlink(int entry) => (_next[_previous[entry]], _previous[_next[entry]]) = (_next[entry], _previous[entry]);

    private void Relink(int entry) => (_next[_previous[entry]], _previous[_next[entry]]) = (entry, entry);
}
