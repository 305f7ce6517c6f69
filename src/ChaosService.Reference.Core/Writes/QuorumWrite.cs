namespace ChaosService.Reference.Core.Writes;

/// <summary>Counts the copies of one batch. It is stored when a majority of the replicas has it on the disk.</summary>
/// <param name="replicas">The nodes that should hold it, up or not.</param>
internal sealed class QuorumWrite(IReadOnlyCollection<uint> replicas, WriteBugs bugs = WriteBugs.None)
{
    private readonly HashSet<uint> _stored = [];
    private readonly SortedDictionary<uint, string> _failed = [];
    private bool _hasTimedOut;

    public int Quorum => (replicas.Count / 2) + 1;

    /// <summary>
    /// While a copy exists it never counts as refused: the replica that has it may spread it. It is refused when enough replicas have
    /// refused it that there is neither a majority nor a single copy.
    /// </summary>
    public WriteOutcome Outcome =>
        _stored.Count >= Quorum ? WriteOutcome.Stored
        : bugs.HasFlag(WriteBugs.OkBelowQuorum) && _stored.Count > 0 && IsSettled ? WriteOutcome.Stored
        : !IsSettled ? WriteOutcome.Pending
        : _stored.Count == 0 && _failed.Count == replicas.Count ? WriteOutcome.Refused
        : WriteOutcome.Unknown;

    /// <summary>Null unless it is refused or unknown.</summary>
    public string? Error => Outcome is WriteOutcome.Stored or WriteOutcome.Pending ? null
        : $"{_stored.Count} of {replicas.Count} replicas have the write, and {Quorum} are needed: {Missing}";

    public void Stored(uint node)
    {
        if (replicas.Contains(node)) _stored.Add(node);
    }

    /// <summary>The node reports that it has not stored it, and will not. A missing answer is not such a report.</summary>
    public void Failed(uint node, string error)
    {
        if (replicas.Contains(node) && !_stored.Contains(node)) _failed[node] = error;
    }

    /// <summary>Replicas that have not answered by now are not waited for.</summary>
    public void TimeOut() => _hasTimedOut = true;

    private bool IsSettled => _hasTimedOut || _stored.Count + _failed.Count == replicas.Count;

    private string Missing => string.Join("; ", replicas.Where(r => !_stored.Contains(r)).Order()
        .Select(r => $"node {r}: {_failed.GetValueOrDefault(r, "no answer")}"));
}
