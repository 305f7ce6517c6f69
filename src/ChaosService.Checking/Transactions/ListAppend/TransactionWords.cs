using ChaosService.Checking.Transactions.Graphs;
using ChaosService.Model.Histories;
using ChaosService.Model.Transactions;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Transactions.ListAppend;

/// <summary>Describes transactions and cycles of them for people.</summary>
internal sealed class TransactionWords(TransactionHistory history, VersionOrders orders)
{
    private const int ElementsShown = 8;

    /// <summary>How a sentence names a transaction.</summary>
    public string Name(int transaction)
    {
        ref readonly var t = ref history.Transactions[transaction];
        return $"the transaction of process {t.Process} in line {t.Line}";
    }

    public string Key(int key) => history.Keys[key];

    /// <summary>As in the history: <c>append x 3, r y [1 2]</c>.</summary>
    public string Text(int transaction) =>
        string.Join(", ", history.MicroOpsOf(transaction).ToArray().Select(o =>
            o.Appends ? $"append {Key(o.Key)} {o.Element}" : $"r {Key(o.Key)} {(o.Reads ? List(o) : "?")}"));

    public string List(in MicroOp read) => List(history.ListOf(read));

    public static string List(ReadOnlySpan<long> elements) => elements.Length <= ElementsShown
        ? $"[{string.Join(' ', elements.ToArray())}]"
        : $"[… {string.Join(' ', elements[^ElementsShown..].ToArray())}] ({elements.Length} elements)";

    public Finding Finding(string anomaly, string sentence, params IEnumerable<int> transactions) => new()
    {
        Anomaly = anomaly,
        Explanation = sentence,
        Ops = [.. transactions.Distinct().OrderBy(t => history.Transactions[t].Line).Select(Op)],
    };

    public Finding Tell(Cycle cycle)
    {
        var numbers = new Dictionary<int, int>();
        foreach (var step in cycle.Steps) numbers.TryAdd(step.From, numbers.Count + 1);
        var introduced = new HashSet<int>();
        var steps = cycle.Steps.Select(s => Because(s, Short(s.From), Short(s.To))).ToList();
        return Finding(AnomalyNames.Of(cycle), $"{string.Join("; ", steps)}: each came before itself", numbers.Keys);

        string Short(int t)
        {
            ref readonly var transaction = ref history.Transactions[t];
            return introduced.Add(t) ? $"T{numbers[t]} (process {transaction.Process}, line {transaction.Line})" : $"T{numbers[t]}";
        }
    }

    private string Because(CycleStep step, string from, string to) => step.Kind switch
    {
        Dependencies.WriteWrite => WriteWrite(step, from, to),
        Dependencies.WriteRead => WriteRead(step, from, to),
        Dependencies.ReadWrite => ReadWrite(step, from, to),
        Dependencies.Process => $"{from} came before {to} in the same process",
        _ => $"{from} had completed before {to} was invoked",
    };

    private string WriteWrite(CycleStep step, string from, string to)
    {
        var (first, count) = (history.Transactions[step.To].FirstMicroOp, history.Transactions[step.To].MicroOpCount);
        for (var m = first; m < first + count; m++)
        {
            ref readonly var op = ref history.MicroOps[m];
            if (!op.Appends || !orders.IsRead(op.Key)) continue;
            var position = orders.Position[m] < 0 ? orders.Of(op.Key).Length : orders.Position[m];
            if (orders.LastCommitted(op.Key, position) != step.From) continue;
            return $"{from} appended to {Key(op.Key)} before {to} appended {op.Element}";
        }
        return $"{from} appended before {to}";
    }

    private string WriteRead(CycleStep step, string from, string to)
    {
        var ops = history.MicroOpsOf(step.To);
        for (var i = 0; i < ops.Length; i++)
        {
            if (!OuterReads.Is(ops, i)) continue;
            var list = history.ListOf(ops[i]);
            for (var e = list.Length - 1; e >= 0; e--)
            {
                var writer = orders.Appends.Of(ops[i].Key, list[e]);
                if (writer < 0 || orders.Appends.TransactionOf[writer] != step.From) continue;
                return $"{from} appended the {list[e]} that {to} read in {Key(ops[i].Key)}";
            }
        }
        return $"{from} appended what {to} read";
    }

    private string ReadWrite(CycleStep step, string from, string to)
    {
        var ops = history.MicroOpsOf(step.From);
        for (var i = 0; i < ops.Length; i++)
        {
            if (!OuterReads.Is(ops, i)) continue;
            foreach (ref readonly var written in history.MicroOpsOf(step.To))
            {
                if (!written.Appends || written.Key != ops[i].Key || history.ListOf(ops[i]).Contains(written.Element)) continue;
                return $"{from} read {Key(written.Key)} as {List(ops[i])}, before {to} appended {written.Element}";
            }
        }
        return $"{from} read before {to} appended";
    }

    private Op Op(int transaction)
    {
        ref readonly var t = ref history.Transactions[transaction];
        return new Op
        {
            Index = t.Line - 1, CompletionIndex = -1, Process = t.Process, Outcome = t.Outcome, F = "txn",
            Value = OpValue.Text(Text(transaction)), InvokedNs = t.Invoked, CompletedNs = t.Completed, IntendedNs = t.Invoked,
        };
    }
}
