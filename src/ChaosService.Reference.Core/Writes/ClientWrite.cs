using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Core.Writes;

/// <summary>
/// One client's write over the partitions that it touches. With <c>accept_partial</c> each stores its part independently. Without, all
/// stage their parts first, and store them when all have theirs: if one partition cannot, nothing of the write is stored anywhere.
/// </summary>
/// <param name="text">The write as received, for the lines in errors.</param>
/// <param name="bad">Lines that are not stored in any case.</param>
internal sealed class ClientWrite(
    string text, IReadOnlyList<PartitionBatch> batches, IReadOnlyList<LineError> bad, bool acceptsPartial, WriteBugs bugs = WriteBugs.None)
{
    /// <summary>How often an order without an answer is sent again.</summary>
    public const int AttemptsMax = 5;

    private readonly HashSet<BatchId> _staged = [];
    private readonly HashSet<BatchId> _stored = [];
    private readonly Dictionary<BatchId, string> _failed = [];
    private readonly Dictionary<BatchId, string> _unknown = [];
    private int _attempts;

    /// <summary>Null while answers are outstanding.</summary>
    public ClientAnswer? Answer => IsOver ? ClientAnswer.Of(this) : null;

    public string Text => text;

    public bool AcceptsPartial => acceptsPartial;

    public IReadOnlyList<LineError> Bad => bad;

    public int Partitions => batches.Count;

    /// <summary>Points that are certainly stored.</summary>
    public int PointsStored => batches.Where(b => _stored.Contains(b.Id)).Sum(b => b.Points.Count);

    /// <summary>The lines of partitions that have not stored them, with the reason.</summary>
    public IEnumerable<(PartitionBatch Batch, string Error)> Failed => From(_failed);

    public IEnumerable<(PartitionBatch Batch, string Error)> Unknown => From(_unknown);

    /// <summary>A single partition stores its part entirely or not at all: it needs no two phases.</summary>
    private bool IsStaged => !acceptsPartial && batches.Count > 1 && !bugs.HasFlag(WriteBugs.PartialOnStrict);

    private bool IsRefused => !acceptsPartial && bad.Count > 0;

    private bool IsCommitting => IsStaged && _staged.Count == batches.Count;

    private bool IsOver => IsRefused || (IsStaged && _failed.Count > 0)
        || batches.All(b => _stored.Contains(b.Id) || _failed.ContainsKey(b.Id) || _unknown.ContainsKey(b.Id));

    public IReadOnlyList<BatchOrder> Begin()
    {
        if (IsRefused) return [];
        if (bugs.HasFlag(WriteBugs.LostForward)) _stored.UnionWith(batches.Where(b => b.IsRemote).Select(b => b.Id));
        return Missing();
    }

    /// <param name="error">Null on success. Otherwise the partition has not carried out the order, and will not.</param>
    public IReadOnlyList<BatchOrder> Answered(BatchOrder order, string? error)
    {
        if (IsOver) return [];
        var (id, wasCommitting) = (order.Batch.Id, IsCommitting);
        if (order.Step == BatchStep.Stage && !wasCommitting)
        {
            if (error is null) _staged.Add(id);
            else _failed[id] = error;
            return error is not null ? Discard() : IsCommitting ? Missing() : [];
        }
        if (error is null && order.Step is BatchStep.Store or BatchStep.Commit) _stored.Add(id);
        // An order that was sent before this one, and is still in flight, may yet be carried out.
        else if (order.Step == BatchStep.Store) (_attempts == 0 ? _failed : _unknown)[id] = error!;
        else if (order.Step == BatchStep.Commit) _unknown[id] = error!;
        return [];
    }

    /// <summary>
    /// No further answer will come. A part that may be staged is never committed; the outcome of one that may be stored is
    /// unknown.
    /// </summary>
    public IReadOnlyList<BatchOrder> Lost(BatchOrder order, string why)
    {
        if (IsOver) return [];
        if (order.Step == BatchStep.Stage && !IsCommitting)
        {
            _failed[order.Batch.Id] = why;
            return Discard();
        }
        if (order.Step is BatchStep.Store or BatchStep.Commit) _unknown[order.Batch.Id] = why;
        return [];
    }

    /// <summary>Unanswered orders are sent again, with the same ids; in the end they are given up.</summary>
    public IReadOnlyList<BatchOrder> TimeOut()
    {
        if (IsOver) return [];
        if (++_attempts < AttemptsMax) return Missing();
        if (IsStaged && !IsCommitting)
        {
            foreach (var batch in batches.Where(b => !_staged.Contains(b.Id))) _failed[batch.Id] = NoAnswer(batch);
            return Discard();
        }
        foreach (var order in Missing()) _unknown[order.Batch.Id] = NoAnswer(order.Batch);
        return [];
    }

    private static string NoAnswer(PartitionBatch batch) => $"node {batch.Node} does not answer";

    private List<BatchOrder> Missing()
    {
        var step = !IsStaged ? BatchStep.Store : IsCommitting ? BatchStep.Commit : BatchStep.Stage;
        var done = step == BatchStep.Stage ? _staged : _stored;
        return [.. batches.Where(b => !done.Contains(b.Id) && !_failed.ContainsKey(b.Id) && !_unknown.ContainsKey(b.Id))
            .Select(b => new BatchOrder(step, b))];
    }

    /// <summary>
    /// Also to those that have refused, or not answered: an earlier order may still arrive. A partition that misses this one keeps its part
    /// staged.
    /// </summary>
    private List<BatchOrder> Discard() => [.. batches.Select(b => new BatchOrder(BatchStep.Discard, b))];

    private IEnumerable<(PartitionBatch Batch, string Error)> From(Dictionary<BatchId, string> errors) =>
        batches.Where(b => errors.ContainsKey(b.Id)).Select(b => (b, errors[b.Id]));
}
