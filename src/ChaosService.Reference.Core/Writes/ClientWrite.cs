using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Core.Writes;

/// <summary>
/// One client's write over the partitions that it touches. With <c>accept_partial</c> each stores its part on its own. Without, all keep
/// theirs first, and store it when all have it: a partition that cannot leaves nothing of the write anywhere.
/// </summary>
/// <param name="text">The write as it came, for the lines of errors.</param>
/// <param name="bad">Lines that are not stored whatever happens.</param>
internal sealed class ClientWrite(
    string text, IReadOnlyList<PartitionBatch> batches, IReadOnlyList<LineError> bad, bool acceptsPartial, WriteBugs bugs = WriteBugs.None)
{
    /// <summary>Lost answers are asked for again, so many times.</summary>
    public const int AttemptsMax = 5;

    private readonly HashSet<BatchId> _staged = [];
    private readonly HashSet<BatchId> _stored = [];
    private readonly Dictionary<BatchId, string> _failed = [];
    private readonly Dictionary<BatchId, string> _unknown = [];
    private int _attempts;

    /// <summary>Null as long as something is awaited.</summary>
    public ClientAnswer? Answer => IsOver ? ClientAnswer.Of(this) : null;

    public string Text => text;

    public bool AcceptsPartial => acceptsPartial;

    public IReadOnlyList<LineError> Bad => bad;

    public int Partitions => batches.Count;

    /// <summary>Points that are stored for sure.</summary>
    public int PointsStored => batches.Where(b => _stored.Contains(b.Id)).Sum(b => b.Points.Count);

    /// <summary>The lines of partitions that have not stored them, with the reason.</summary>
    public IEnumerable<(PartitionBatch Batch, string Error)> Failed => From(_failed);

    public IEnumerable<(PartitionBatch Batch, string Error)> Unknown => From(_unknown);

    /// <summary>A single partition takes its part whole, or not at all: it needs no two steps.</summary>
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

    /// <param name="error">Null when it is done. Otherwise the partition has not done it, and will not.</param>
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
        // An order that was sent before this one, and is still on its way, may be carried out yet.
        else if (order.Step == BatchStep.Store) (_attempts == 0 ? _failed : _unknown)[id] = error!;
        else if (order.Step == BatchStep.Commit) _unknown[id] = error!;
        return [];
    }

    /// <summary>
    /// Nobody will say any more whether an order was carried out. What may be kept, unseen, is never committed; what may be stored is not
    /// known.
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

    /// <summary>What has not been answered is sent again, with the same ids; in the end it is given up.</summary>
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
    /// Also those that have said no, or nothing: what was sent may be still to come. A partition that does not hear it keeps its part,
    /// unseen.
    /// </summary>
    private List<BatchOrder> Discard() => [.. batches.Select(b => new BatchOrder(BatchStep.Discard, b))];

    private IEnumerable<(PartitionBatch Batch, string Error)> From(Dictionary<BatchId, string> errors) =>
        batches.Where(b => errors.ContainsKey(b.Id)).Select(b => (b, errors[b.Id]));
}
