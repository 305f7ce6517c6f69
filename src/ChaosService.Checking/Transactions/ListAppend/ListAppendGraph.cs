using ChaosService.Checking.Transactions.Graphs;
using ChaosService.Model.Histories;
using ChaosService.Model.Transactions;

namespace ChaosService.Checking.Transactions.ListAppend;

/// <summary>
/// The dependencies between transactions that took effect. An element that no read shows was appended after the longest list that was
/// read, because lists only grow; where its place is among others like it, nobody knows.
/// </summary>
internal sealed class ListAppendGraph
{
    private readonly TransactionHistory _history;
    private readonly VersionOrders _orders;
    private readonly DependencyGraphBuilder _graph;

    /// <summary>For each key the last micro-op that appends what no read shows, and for each such micro-op the one before.</summary>
    private readonly int[] _unseen;
    private readonly int[] _unseenBefore;

    /// <summary>For each key the node between those who read its last version and those who append what no read shows.</summary>
    private readonly int[] _junctions;

    /// <summary>For each key the first who read its last version and also appends what no read shows.</summary>
    private readonly int[] _updaters;

    private ListAppendGraph(TransactionHistory history, VersionOrders orders)
    {
        (_history, _orders) = (history, orders);
        _graph = new DependencyGraphBuilder(history.Count);
        _unseen = Filled(orders.Keys);
        _unseenBefore = Filled(history.MicroOps.Length);
        _junctions = Filled(orders.Keys);
        _updaters = Filled(orders.Keys);
    }

    public static DependencyGraph Of(TransactionHistory history, VersionOrders orders)
    {
        var graph = new ListAppendGraph(history, orders);
        graph.FindUnseen();
        for (var key = 0; key < orders.Keys; key++) graph.AddWrites(key);
        for (var t = 0; t < history.Count; t++)
            if (history.Transactions[t].Outcome == OpType.Ok) graph.AddReads(t);
        OrderEdges.AddProcesses(graph._graph, history.Transactions, orders.Committed);
        OrderEdges.AddRealTime(graph._graph, history.Transactions, orders.Committed);
        return graph._graph.Build();
    }

    private static int[] Filled(int length)
    {
        var array = new int[length];
        Array.Fill(array, -1);
        return array;
    }

    private void FindUnseen()
    {
        var microOps = _history.MicroOps;
        for (var m = 0; m < microOps.Length; m++)
        {
            ref readonly var op = ref microOps[m];
            if (!op.Appends || _orders.Position[m] >= 0 || !_orders.IsRead(op.Key) || _orders.HasOtherOrders[op.Key]) continue;
            if (!_orders.Committed[TransactionOf(m)]) continue;
            _unseenBefore[m] = _unseen[op.Key];
            _unseen[op.Key] = m;
        }
    }

    private void AddWrites(int key)
    {
        var last = -1;
        foreach (var writer in _orders.WritersOf(key))
        {
            if (writer < 0 || !_orders.Committed[TransactionOf(writer)]) continue;
            Add(last, TransactionOf(writer), Dependencies.WriteWrite);
            last = TransactionOf(writer);
        }
        for (var m = _unseen[key]; m >= 0; m = _unseenBefore[m]) Add(last, TransactionOf(m), Dependencies.WriteWrite);
    }

    private void AddReads(int transaction)
    {
        var ops = _history.MicroOpsOf(transaction);
        for (var i = 0; i < ops.Length; i++)
        {
            if (!OuterReads.Is(ops, i)) continue;
            ref readonly var read = ref ops[i];
            if (_orders.HasOtherOrders[read.Key] && !_orders.Confirms(read)) AddStrayRead(transaction, read);
            else
            {
                Add(_orders.LastCommitted(read.Key, read.Length), transaction, Dependencies.WriteRead);
                var next = _orders.NextCommitted(read.Key, read.Length);
                if (next >= 0) Add(transaction, next, Dependencies.ReadWrite);
                else AddBeforeUnseen(transaction, ops, read.Key);
            }
        }
    }

    /// <summary>A read that contradicts the order still shows whose element it saw.</summary>
    private void AddStrayRead(int reader, in MicroOp read)
    {
        var list = _history.ListOf(read);
        var writer = list.IsEmpty ? -1 : _orders.Appends.Of(read.Key, list[^1]);
        if (writer >= 0 && _orders.Committed[TransactionOf(writer)]) Add(TransactionOf(writer), reader, Dependencies.WriteRead);
    }

    private void AddBeforeUnseen(int reader, ReadOnlySpan<MicroOp> ops, int key)
    {
        if (_unseen[key] < 0) return;
        if (OuterReads.Appends(ops, key)) AddUpdater(reader, key);
        else
        {
            if (_junctions[key] < 0)
            {
                _junctions[key] = _graph.Junction();
                for (var m = _unseen[key]; m >= 0; m = _unseenBefore[m])
                    _graph.Add(_junctions[key], TransactionOf(m), Dependencies.ReadWriteOn);
            }
            _graph.Add(reader, _junctions[key], Dependencies.ReadWrite);
        }
    }

    /// <summary>
    /// The junction would lead one that appends itself back to itself. One alone has edges of its own; a second one has lost an update,
    /// and an edge to the first and back shows it.
    /// </summary>
    private void AddUpdater(int reader, int key)
    {
        if (_updaters[key] >= 0) Add(reader, _updaters[key], Dependencies.ReadWrite);
        else
        {
            _updaters[key] = reader;
            for (var m = _unseen[key]; m >= 0; m = _unseenBefore[m]) Add(reader, TransactionOf(m), Dependencies.ReadWrite);
        }
    }

    private int TransactionOf(int microOp) => _orders.Appends.TransactionOf[microOp];

    private void Add(int from, int to, Dependencies kind)
    {
        if (from >= 0 && from != to) _graph.Add(from, to, kind);
    }
}
