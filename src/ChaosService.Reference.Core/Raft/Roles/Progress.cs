using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Core.Raft.Messages;

namespace ChaosService.Reference.Core.Raft.Roles;

/// <summary>A leader's knowledge of one peer.</summary>
internal sealed class Progress(uint id, long next)
{
    public uint Id => id;

    /// <summary>Up to here the peer has the leader's log on its disk.</summary>
    public long Match { get; private set; }

    public long Next { get; private set; } = next;

    public ProgressState State { get; private set; }

    /// <summary>A probe is in flight: the next one waits for its answer, or for a heartbeat.</summary>
    public bool IsPaused { get; set; }

    /// <summary>The latest broadcast that the peer has answered.</summary>
    public long Round { get; private set; }

    /// <summary>Whether the peer was heard from since the last check.</summary>
    public bool WasHeard { get; set; }

    /// <summary>Ticks since the unacknowledged snapshot was sent.</summary>
    public int SnapshotTicks { get; set; }

    public void Hear(long round) => (WasHeard, IsPaused, Round) = (true, false, Math.Max(Round, round));

    public void Sent(int entries)
    {
        if (State == ProgressState.Replicate) Next += entries;
        else IsPaused = true;
    }

    public void SentSnapshot(long index) => (State, Next, SnapshotTicks) = (ProgressState.Snapshot, index + 1, 0);

    /// <summary>The snapshot was probably lost.</summary>
    public void ProbeAgain() => (State, Next, IsPaused) = (ProgressState.Probe, Match + 1, false);

    public void Advance(long match)
    {
        Match = Math.Max(Match, match);
        if (State == ProgressState.Snapshot && Match < Next - 1) return;
        if (State != ProgressState.Replicate) (State, Next) = (ProgressState.Replicate, Match + 1);
        Next = Math.Max(Next, Match + 1);
    }

    /// <returns>Whether there is another index to try.</returns>
    public bool StepBack(Conflict conflict, RaftLog log)
    {
        if (State == ProgressState.Replicate && conflict.PrevLogIndex > Match)
        {
            ProbeAgain();
            return true;
        }
        if (State != ProgressState.Probe || conflict.PrevLogIndex != Next - 1) return false;
        var hint = conflict.Term is { } term && log.LastOfTerm(term) is { } last ? last + 1 : conflict.Index;
        var next = Math.Max(Match + 1, Math.Min(hint, Next - 1));
        if (next == Next) return false;
        Next = next;
        return true;
    }
}
