using ChaosService.Model.Histories;
using ChaosService.Model.Transactions;

namespace ChaosService.Checking.Transactions.ListAppend;

/// <summary>
/// The order of each key's versions, as the longest list that a committed transaction read shows it: a list holds all that was appended
/// before, in order, so one read tells the whole past of its key.
/// </summary>
internal sealed class VersionOrders
{
    private readonly TransactionHistory _history;
    private readonly int[] _longest;
    private readonly int[] _firstWriter;
    private readonly int[] _writers;

    public VersionOrders(TransactionHistory history, Appends appends)
    {
        _history = history;
        Appends = appends;
        _longest = Longest(history);
        _firstWriter = new int[_longest.Length + 1];
        Position = new int[history.MicroOps.Length];
        Committed = new bool[history.Count];
        HasOtherOrders = new bool[_longest.Length];
        Array.Fill(Position, -1);
        for (var k = 0; k < _longest.Length; k++) _firstWriter[k + 1] = _firstWriter[k] + Of(k).Length;
        _writers = new int[_firstWriter[^1]];
        for (var k = 0; k < _longest.Length; k++) FindWriters(k);
        for (var t = 0; t < history.Count; t++) Committed[t] |= history.Transactions[t].Outcome == OpType.Ok;
    }

    public Appends Appends { get; }

    /// <summary>For each micro-op that appends: where its element stands in the order; -1 where no read shows it.</summary>
    public int[] Position { get; }

    /// <summary>For each transaction whether it took effect: it is ok, or unknown and one of its elements was read.</summary>
    public bool[] Committed { get; }

    /// <summary>For each key whether some read contradicts the order: then nothing is known past its end.</summary>
    public bool[] HasOtherOrders { get; }

    /// <summary>An element that the order of its key holds twice: the key and the element.</summary>
    public List<(int Key, long Element)> Duplicates { get; } = [];

    public int Keys => _longest.Length;

    /// <summary>Whether some committed transaction read the key.</summary>
    public bool IsRead(int key) => _longest[key] >= 0;

    /// <summary>The elements of a key in their order.</summary>
    public ReadOnlySpan<long> Of(int key) => _longest[key] < 0 ? [] : _history.ListOf(_history.MicroOps[_longest[key]]);

    /// <summary>The micro-ops that appended the elements, in their order; -1 where none did.</summary>
    public ReadOnlySpan<int> WritersOf(int key) => _writers.AsSpan(_firstWriter[key], _firstWriter[key + 1] - _firstWriter[key]);

    /// <summary>Where the versions of a key begin among those of all keys: one for each element, and the empty one.</summary>
    public int FirstVersion(int key) => _firstWriter[key] + key;

    /// <summary>The transaction of the first element from a position on that is certain to have taken effect; -1 at the end.</summary>
    public int NextCommitted(int key, int position)
    {
        var writers = WritersOf(key);
        while (position < writers.Length && !IsCommitted(writers[position])) position++;
        return position < writers.Length ? Appends.TransactionOf[writers[position]] : -1;
    }

    /// <summary>The transaction of the last element before a position that is certain to have taken effect; -1 at the start.</summary>
    public int LastCommitted(int key, int position)
    {
        var writers = WritersOf(key);
        position--;
        while (position >= 0 && !IsCommitted(writers[position])) position--;
        return position >= 0 ? Appends.TransactionOf[writers[position]] : -1;
    }

    /// <summary>Whether the order begins with what was read.</summary>
    public bool Confirms(in MicroOp read) => Of(read.Key)[..read.Length].SequenceEqual(_history.ListOf(read));

    private static int[] Longest(TransactionHistory history)
    {
        var longest = new int[history.Keys.Length];
        Array.Fill(longest, -1);
        var microOps = history.MicroOps;
        foreach (ref readonly var transaction in history.Transactions)
        {
            if (transaction.Outcome != OpType.Ok) continue;
            for (var m = transaction.FirstMicroOp; m < transaction.FirstMicroOp + transaction.MicroOpCount; m++)
            {
                if (!microOps[m].Reads) continue;
                ref var best = ref longest[microOps[m].Key];
                if (best < 0 || microOps[best].Length < microOps[m].Length) best = m;
            }
        }
        return longest;
    }

    private bool IsCommitted(int writer) => writer >= 0 && Committed[Appends.TransactionOf[writer]];

    private void FindWriters(int key)
    {
        var elements = Of(key);
        for (var i = 0; i < elements.Length; i++)
        {
            var writer = Appends.Of(key, elements[i]);
            _writers[_firstWriter[key] + i] = writer;
            if (writer < 0) continue;
            if (Position[writer] >= 0) Duplicates.Add((key, elements[i]));
            else Position[writer] = i;
            var transaction = Appends.TransactionOf[writer];
            if (_history.Transactions[transaction].Outcome == OpType.Info) Committed[transaction] = true;
        }
    }
}
