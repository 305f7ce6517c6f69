using ChaosService.Reference.Core.Raft;
using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Snapshots;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Consensus;

/// <summary>A group's server on this node: Raft, the state machine, and the waiting requests. Only the driver changes it.</summary>
/// <param name="saveBytesMin">No snapshot is made before this many bytes were applied since the previous one.</param>
internal sealed class Group(GroupId id, RaftNode node, IStateMachine machine, long saveBytesMin, TimeProvider time)
{
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(30);

    private readonly Dictionary<long, TaskCompletionSource<Outcome>> _asked = [];
    private readonly Dictionary<long, (TaskCompletionSource<Outcome> Done, long Term)> _proposed = [];
    private readonly List<Proposal> _proposals = [];
    private readonly CommittedLog _committed = new(node.Log.Snapshot, time.GetUtcNow());
    private long _appliedBytes;
    private long _savingBytes;
    private long _savedBytes;
    private bool _isSaving;
    private TimeSpan _patience = RetryMin;
    private DateTimeOffset _notBefore;
    private volatile GroupStatus _status = GroupStatus.Of(node);

    public GroupId Id => id;

    public string Name { get; } = id.ToString();

    public RaftNode Node => node;

    public IStateMachine Machine => machine;

    public GroupStatus Status => _status;

    public CommittedStatus Committed => _committed.Status;

    /// <summary>Queues a proposal; it is made together with the others that are queued by then.</summary>
    public void Take(long requestId, Proposing proposing)
    {
        _asked[requestId] = proposing.Done;
        _proposals.Add(new(requestId, proposing.Command));
    }

    public IReadOnlyList<Effect> Propose()
    {
        if (_proposals.Count == 0) return [];
        var effects = node.Propose(_proposals);
        _proposals.Clear();
        return effects;
    }

    public IReadOnlyList<Effect> Change(long requestId, Changing changing)
    {
        _asked[requestId] = changing.Done;
        return node.Change(requestId, changing.Change);
    }

    public IReadOnlyList<Effect> Read(long requestId, Reading reading)
    {
        _asked[requestId] = reading.Done;
        return node.Read(requestId);
    }

    /// <summary>An earlier proposal at this index fails: its entry was replaced.</summary>
    public void Await(Proposed proposed)
    {
        if (!_asked.Remove(proposed.Id, out var done)) return;
        if (_proposed.Remove(proposed.Index, out var before)) before.Done.TrySetResult(Overwritten());
        _proposed[proposed.Index] = (done, proposed.Term);
    }

    /// <param name="isDeaf">A bug: the entry counts as applied, and is not.</param>
    public void Apply(Entry entry, bool isDeaf)
    {
        _committed.Apply(entry);
        var result = entry.Command.IsEmpty || isDeaf ? null : machine.Apply(entry.Command);
        _appliedBytes += entry.Command.Length;
        if (_proposed.Remove(entry.Index, out var proposal))
            proposal.Done.TrySetResult(proposal.Term == entry.Term ? Of(result) : Overwritten());
    }

    /// <param name="content">Of the snapshot.</param>
    public void Restore(Snapshot snapshot, ReadOnlyMemory<byte> content)
    {
        machine.Restore(content);
        _committed.Restore(snapshot);
        (_appliedBytes, _savedBytes) = (0, content.Length);
        foreach (var index in _proposed.Keys.Where(i => i <= snapshot.Index).ToList())
        {
            _proposed.Remove(index, out var proposal);
            proposal.Done.TrySetResult(Outcome.Unknown("the log came as a snapshot, which does not say whose the entry was"));
        }
    }

    public void Answer(long requestId, Outcome outcome)
    {
        if (_asked.Remove(requestId, out var done)) done.TrySetResult(outcome);
    }

    /// <summary>This node is no longer a member, and will not learn the outcome of pending proposals.</summary>
    public void End()
    {
        foreach (var done in _asked.Values) done.TrySetResult(Outcome.Refused($"the copy of {id} was given up"));
        foreach (var (done, _) in _proposed.Values) done.TrySetResult(Outcome.Unknown($"the copy of {id} was given up meanwhile"));
    }

    /// <summary>When as many bytes were applied as the state is large: the index, and a function that writes a snapshot.</summary>
    public (long Index, Func<Task<byte[]>> Write)? BeginSave()
    {
        if (_isSaving || _appliedBytes < Math.Max(saveBytesMin, _savedBytes) || time.GetUtcNow() < _notBefore) return null;
        (_savingBytes, _appliedBytes) = (_appliedBytes, 0);
        if (machine.Save() is not { } write) return null;
        _isSaving = true;
        return (node.CommitIndex, write);
    }

    /// <summary>The state is stored: releases the log up to there.</summary>
    public IReadOnlyList<Effect> EndSave(long index, StoredSnapshot stored)
    {
        (_isSaving, _savedBytes, _patience) = (false, stored.Length, RetryMin);
        return node.Compact(index, stored.Data);
    }

    /// <summary>The state could not be stored, so the log stays. A state that is too large is not retried.</summary>
    /// <returns>The time until the next attempt.</returns>
    public TimeSpan FailSave(bool isTooLarge)
    {
        _isSaving = false;
        if (isTooLarge) return TimeSpan.Zero;
        var wait = _patience;
        (_appliedBytes, _notBefore) = (_appliedBytes + _savingBytes, time.GetUtcNow() + wait);
        _patience = wait * 2 < RetryMax ? wait * 2 : RetryMax;
        return wait;
    }

    /// <summary>Drops requests whose callers have stopped waiting.</summary>
    public void Sweep()
    {
        foreach (var (requestId, done) in _asked.ToList())
            if (done.Task.IsCompleted) _asked.Remove(requestId);
        foreach (var (index, proposal) in _proposed.ToList())
            if (proposal.Done.Task.IsCompleted) _proposed.Remove(index);
    }

    public void Publish()
    {
        var status = GroupStatus.Of(node);
        if (status with { Voters = _status.Voters, Learners = _status.Learners } != _status
            || !status.Voters.SequenceEqual(_status.Voters) || !status.Learners.SequenceEqual(_status.Learners)) _status = status;
    }

    public void Show(NodeMetrics metrics)
    {
        metrics.Lag.WithLabels(Name).Set(node.Log.LastIndex - node.CommitIndex);
        var matches = node.PeerMatches;
        foreach (var peer in node.Membership.All.Where(p => p != node.Id))
        {
            if (!matches.TryGetValue(peer, out var match)) metrics.ReplicationLag.RemoveLabelled(Name, $"{peer}");
            else metrics.ReplicationLag.WithLabels(Name, $"{peer}").Set(node.Log.LastIndex - match);
        }
    }

    private static Outcome Of(object? result) => result is Rejected rejected
        ? new(OutcomeKind.Refused, null, rejected.Why, null, IsFinal: true)
        : Outcome.Done(result);

    private static Outcome Overwritten() => Outcome.Refused("another leader's entry took its place in the log");
}
