using ChaosService.Checking.Observations;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Copies;

/// <summary>Writes, by whether the partitions of their table had a majority of their copies.</summary>
internal sealed class QuorumTally(History history, Sights<ShardsView> shards, Absences absences, long settleNs)
{
    private readonly Sight<ShardsView>[] _answered = [.. shards.All.Where(s => s.View is not null)];
    private int _next;

    /// <summary>Writes made while each partition had its majority, long enough after a change.</summary>
    public long Above { get; private set; }

    /// <summary>The number of them that succeeded.</summary>
    public long AboveOk { get; private set; }

    /// <summary>Writes during which no partition ever had its majority, from beginning to end.</summary>
    public long Below { get; private set; }

    /// <summary>The positions of those that were acknowledged.</summary>
    public List<int> BelowQuorum { get; } = [];

    public void Count(CancellationToken deadline)
    {
        var ops = history.Ops.Span;
        for (var i = 0; i < ops.Length; i++)
        {
            if (ops[i].F != Functions.WritePoints || Answers.WasShed(ops[i].Outcome, ops[i].Error)) continue;
            deadline.ThrowIfCancellationRequested();
            Count(i, ops[i]);
        }
    }

    private void Count(int position, in Op op)
    {
        var untilNs = op.CompletedNs == long.MaxValue ? op.InvokedNs : op.CompletedNs;
        var table = op.Key;
        var partitions = CatalogAt(op.InvokedNs).Where(s => s.Table == table).SelectMany(s => s.Replicas).ToList();
        if (partitions.Count == 0) return;
        var gone = absences.Throughout(op.InvokedNs, untilNs);
        var without = partitions.Count(p => p.Count(n => !gone.Contains(n)) < (p.Count / 2) + 1);
        if (without == partitions.Count)
        {
            Below++;
            if (op.Outcome == OpType.Ok) BelowQuorum.Add(position);
        }
        else if (without == 0 && !absences.IsUnsettled(history, op.InvokedNs, untilNs, settleNs)
            && !absences.Touch(op.Node, op.InvokedNs, untilNs))
        {
            Above++;
            if (op.Outcome == OpType.Ok) AboveOk++;
        }
    }

    /// <summary>The catalog as last observed. Ops come in the order of their invocations.</summary>
    private IReadOnlyList<ShardView> CatalogAt(long ns)
    {
        while (_next < _answered.Length && _answered[_next].Line.TimeNs <= ns) _next++;
        return _next == 0 ? [] : _answered[_next - 1].View!.Shards;
    }
}
