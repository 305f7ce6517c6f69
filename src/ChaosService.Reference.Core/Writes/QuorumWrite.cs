namespace ChaosService.Reference.Core.Writes;

/// <summary>Counts the copies of one batch. It is stored when a majority of the replicas has it on the disk.</summary>
/// <param name="replicas">Those that are to hold it, whether they are up or not.</param>
internal sealed class QuorumWrite(IReadOnlyCollection<uint> replicas, WriteBugs bugs = WriteBugs.None)
{
    private readonly HashSet<uint> _stored = [];
    private readonly SortedDictionary<uint, string> _failed = [];
    private bool _hasTimedOut;

    public int Quorum => (replicas.Count / 2) + 1;

    /// <summary>
    /// With a copy somewhere it is never refused for sure: the replica that has it may bring it back. It is refused when so many have said
    /// no that there is neither a majority nor a single copy.
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

    /// <summary>The node says that it has not stored it, and will not. That it did not answer is no such thing.</summary>
    public void Failed(uint node, string error)
    {
        if (replicas.Contains(node) && !_stored.Contains(node)) _failed[node] = error;
    }

    /// <summary>Whoever has not answered by now is not waited for.</summary>
    public void TimeOut() => _hasTimedOut = true;

    private bool IsSettled => _hasTimedOut || _stored.Count + _failed.Count == replicas.Count;

    private string Missing => string.Join("; ", replicas.Where(r => !_stored.Contains(r)).Order()
        .Select(r => $"node {r}: {_failed.GetValueOrDefault(r, "no answer")}"));
}
