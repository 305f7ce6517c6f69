using ChaosService.Model.Histories;
using ChaosService.Model.Transactions;

namespace ChaosService.Checking.Transactions.ListAppend;

/// <summary>What committed transactions read that shows an anomaly by itself, without a cycle.</summary>
internal sealed class ReadAnomalies(TransactionHistory history, VersionOrders orders, TransactionWords words, AnomalyList found)
{
    private readonly int[] _firstAborted = FirstAborted(history, orders);

    public void Find()
    {
        for (var t = 0; t < history.Count; t++)
        {
            if (history.Transactions[t].Outcome != OpType.Ok) continue;
            var reader = t;
            if (InternalReads.Trouble(history, orders, t) is { } trouble)
                found.Add(trouble.Anomaly, () => words.Finding(trouble.Anomaly, $"{words.Name(reader)} {trouble.Sentence}", reader));
            foreach (ref readonly var op in history.MicroOpsOf(t))
            {
                if (!op.Reads) continue;
                if (orders.Confirms(op))
                {
                    if (op.Length > _firstAborted[op.Key]) AddAborted(t, op.Key, orders.WritersOf(op.Key)[_firstAborted[op.Key]]);
                }
                else FindInStrayRead(t, op);
                FindIntermediate(t, op);
            }
        }
        foreach (var (key, element) in orders.Duplicates) AddDuplicate(key, element);
        for (var key = 0; key < orders.Keys; key++) FindInOrder(key);
    }

    /// <summary>For each key the position of the first element in its order that a failed transaction appended.</summary>
    private static int[] FirstAborted(TransactionHistory history, VersionOrders orders)
    {
        var transactions = history.Transactions;
        var first = new int[orders.Keys];
        Array.Fill(first, int.MaxValue);
        for (var key = 0; key < orders.Keys; key++)
        {
            var writers = orders.WritersOf(key);
            for (var i = 0; i < writers.Length && first[key] == int.MaxValue; i++)
                if (writers[i] >= 0 && transactions[orders.Appends.TransactionOf[writers[i]]].Outcome == OpType.Fail) first[key] = i;
        }
        return first;
    }

    private void FindInOrder(int key)
    {
        var writers = orders.WritersOf(key);
        for (var i = 0; i < writers.Length; i++)
        {
            if (writers[i] < 0) AddGarbage(key, orders.Of(key)[i]);
            else if (i > 0 && writers[i] < writers[i - 1] && IsOfSame(writers[i], writers[i - 1]))
                AddCyclic(writers[i - 1], writers[i]);
        }
        if (_firstAborted[key] == int.MaxValue) return;
        var aborted = writers[_firstAborted[key]];
        var next = orders.NextCommitted(key, _firstAborted[key]);
        if (next < 0) return;
        var (writer, element) = (orders.Appends.TransactionOf[aborted], history.MicroOps[aborted].Element);
        found.Add(AnomalyNames.DirtyUpdate, () => words.Finding(
            AnomalyNames.DirtyUpdate,
            $"{words.Name(next)} appended to {words.Key(key)} on top of {element}, which {words.Name(writer)} had appended and aborted",
            writer, next));
    }

    private bool IsOfSame(int microOp, int other) => orders.Appends.TransactionOf[microOp] == orders.Appends.TransactionOf[other];

    private void FindInStrayRead(int reader, in MicroOp read)
    {
        var (key, list) = (read.Key, history.ListOf(read).ToArray());
        found.Add(AnomalyNames.IncompatibleOrder, () => words.Finding(
            AnomalyNames.IncompatibleOrder,
            $"{words.Name(reader)} read {words.Key(key)} as {TransactionWords.List(list)}, and another read it as "
                + $"{TransactionWords.List(orders.Of(key))}: neither list begins with the other",
            reader));
        foreach (var element in list)
        {
            var writer = orders.Appends.Of(key, element);
            if (writer < 0) AddGarbage(key, element);
            else if (history.Transactions[orders.Appends.TransactionOf[writer]].Outcome == OpType.Fail) AddAborted(reader, key, writer);
        }
        if (list.GroupBy(e => e).FirstOrDefault(g => g.Count() > 1) is { } twice) AddDuplicate(key, twice.Key);
    }

    /// <summary>The last element that is not the reader's own must be the last that its writer appended to the key.</summary>
    private void FindIntermediate(int reader, in MicroOp read)
    {
        var list = history.ListOf(read);
        for (var i = list.Length - 1; i >= 0; i--)
        {
            var writer = orders.Appends.Of(read.Key, list[i]);
            if (writer < 0) return;
            var transaction = orders.Appends.TransactionOf[writer];
            if (transaction == reader) continue;
            ref readonly var t = ref history.Transactions[transaction];
            var later = history.MicroOps[(writer + 1)..(t.FirstMicroOp + t.MicroOpCount)];
            if (OuterReads.Appends(later, read.Key)) AddIntermediate(reader, read.Key, writer);
            return;
        }
    }

    private void AddCyclic(int first, int second)
    {
        var (writer, one, other) = (orders.Appends.TransactionOf[first], history.MicroOps[first], history.MicroOps[second]);
        found.Add(AnomalyNames.CyclicVersions, () => words.Finding(
            AnomalyNames.CyclicVersions,
            $"{words.Name(writer)} appended {other.Element} to {words.Key(one.Key)} before {one.Element}, and reads show them the "
                + "other way round",
            writer));
    }

    private void AddIntermediate(int reader, int key, int microOp)
    {
        var (writer, element) = (orders.Appends.TransactionOf[microOp], history.MicroOps[microOp].Element);
        found.Add(AnomalyNames.IntermediateRead, () => words.Finding(
            AnomalyNames.IntermediateRead,
            $"{words.Name(reader)} read {words.Key(key)} up to {element}, which was not the last that {words.Name(writer)} appended",
            reader, writer));
    }

    private void AddAborted(int reader, int key, int microOp)
    {
        var (writer, element) = (orders.Appends.TransactionOf[microOp], history.MicroOps[microOp].Element);
        found.Add(AnomalyNames.AbortedRead, () => words.Finding(
            AnomalyNames.AbortedRead,
            $"{words.Name(reader)} read {element} in {words.Key(key)}, which {words.Name(writer)} had appended and then aborted",
            reader, writer));
    }

    private void AddGarbage(int key, long element) => found.Add(AnomalyNames.GarbageRead, () => words.Finding(
        AnomalyNames.GarbageRead, $"{element} was read in {words.Key(key)}, and nobody ever appended it", ReaderOf(key, element)));

    private void AddDuplicate(int key, long element) => found.Add(AnomalyNames.DuplicateElements, () => words.Finding(
        AnomalyNames.DuplicateElements, $"{element} stands twice in {words.Key(key)}, and was appended once", ReaderOf(key, element)));

    private IEnumerable<int> ReaderOf(int key, long element) =>
        Enumerable.Range(0, history.Count).Where(t => history.Transactions[t].Outcome == OpType.Ok).Where(t =>
        {
            foreach (ref readonly var op in history.MicroOpsOf(t))
                if (op.Reads && op.Key == key && history.ListOf(op).Contains(element)) return true;
            return false;
        }).Take(1);
}
