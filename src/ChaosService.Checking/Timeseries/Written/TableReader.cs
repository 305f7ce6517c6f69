using ChaosService.Checking.Timeseries.Points;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Written;

/// <summary>Compares every read of one table with what was written to it, point by point.</summary>
internal sealed class TableReader
{
    private readonly PointTable _table;
    private readonly Dictionary<(string, WrittenBatch?), BatchTrouble> _troubles = [];
    private readonly HashSet<long> _recovered = [];

    public TableReader(PointTable table, History history, bool everyRead, CancellationToken deadline)
    {
        _table = table;
        var ops = history.Ops.Span;
        var lastWriteNs = long.MinValue;
        foreach (var batch in table.Batches)
            lastWriteNs = Math.Max(lastWriteNs, batch.CompletedNs == long.MaxValue ? batch.InvokedNs : batch.CompletedNs);
        var seen = new SeenPoints(table.Reads, history);
        foreach (var (position, answer) in table.Reads.OrderBy(r => history.Ops.Span[r.Position].InvokedNs))
        {
            deadline.ThrowIfCancellationRequested();
            ref readonly var op = ref ops[position];
            var isFinal = op.InvokedNs >= lastWriteNs;
            if (isFinal) FinalReads++;
            var before = seen.Before(op.InvokedNs);
            foreach (var node in answer.Nodes) Compare(position, op, node, isFinal || everyRead, before);
        }
    }

    public IReadOnlyCollection<BatchTrouble> Troubles => _troubles.Values;

    /// <summary>Reads that began after the last write completed.</summary>
    public int FinalReads { get; private set; }

    /// <summary>Points whose write had an unknown outcome, and that were there.</summary>
    public int Recovered => _recovered.Count;

    /// <summary>Rows that match no number.</summary>
    public List<(int Read, NodePoints Points)> Strange { get; } = [];

    private void Compare(int position, in Op read, NodePoints node, bool mustBeThere, long[] seen)
    {
        if (node.StrangeCount > 0) Strange.Add((position, node));
        foreach (var number in node.Again) Note("duplicated", BatchOf(number), position, node, number);
        foreach (var batch in _table.Batches)
        {
            if (batch.Outcome == OpType.Fail || batch.InvokedNs > read.CompletedNs) continue;
            var isKnown = batch.IsKnownAt(read.InvokedNs);
            if (isKnown && NumberRanges.Cover(node.Found, batch.Batch.First, batch.Batch.Last)) continue;
            if (mustBeThere) Miss(position, batch, isKnown, node, seen);
        }
        Explain(position, read, node);
    }

    private void Miss(int position, WrittenBatch batch, bool isKnown, NodePoints node, long[] seen)
    {
        foreach (var number in batch.Numbers())
        {
            if (NumberRanges.Contain(node.Found, number)) continue;
            if (isKnown) Note("lost", batch, position, node, number);
            else if (NumberRanges.Contain(seen, number)) Note("vanished", batch, position, node, number);
        }
    }

    /// <summary>Every row must come from a write that was not reported as failed.</summary>
    private void Explain(int position, in Op read, NodePoints node)
    {
        var at = 0;
        for (var i = 0; i < node.Found.Length; i += 2)
        {
            var number = node.Found[i];
            while (number <= node.Found[i + 1])
            {
                while (at < _table.Batches.Count && _table.Batches[at].Batch.Last < number) at++;
                var batch = at < _table.Batches.Count && _table.Batches[at].Batch.First <= number ? _table.Batches[at] : null;
                if (batch is { Outcome: OpType.Ok, Refused.Count: 0 } && batch.InvokedNs <= read.CompletedNs)
                {
                    number = batch.Batch.Last + 1;
                    continue;
                }
                ExplainOne(position, read, node, batch, number++);
            }
        }
    }

    private void ExplainOne(int position, in Op read, NodePoints node, WrittenBatch? batch, long number)
    {
        if (batch is null || batch.InvokedNs > read.CompletedNs) Note("phantom", batch, position, node, number);
        else if (batch.Outcome == OpType.Fail || batch.Refuses(number)) Note("refused", batch, position, node, number);
        else if (batch.Outcome == OpType.Info) _recovered.Add(number);
    }

    private WrittenBatch? BatchOf(long number) => _table.Batches.Find(b => b.Batch.First <= number && number <= b.Batch.Last);

    private void Note(string anomaly, WrittenBatch? batch, int position, NodePoints node, long number)
    {
        if (!_troubles.TryGetValue((anomaly, batch), out var trouble))
            _troubles[(anomaly, batch)] = trouble = new BatchTrouble(anomaly, batch, position);
        trouble.Numbers.Add(number);
        trouble.Nodes.Add(node.Node);
    }
}
