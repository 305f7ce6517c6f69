namespace ChaosService.Reference.Core.Raft.Settings;

/// <summary>Parameters of a Raft server; the same for all servers of a group.</summary>
internal sealed record RaftOptions
{
    /// <summary>
    /// A follower campaigns after this many ticks without a leader plus a random part, up to twice as many in all. A leader that hears from
    /// no majority for this many ticks steps down.
    /// </summary>
    public int ElectionTicks { get; init; } = 10;

    /// <summary>A leader sends heartbeats once per this many ticks; well below <see cref="ElectionTicks"/>.</summary>
    public int HeartbeatTicks { get; init; } = 2;

    /// <summary>The most entries in one message; a learner that is at most this far behind may be promoted.</summary>
    public int EntriesPerMessageMax { get; init; } = 64;

    /// <summary>The most unacknowledged entries in flight to one peer.</summary>
    public int EntriesInFlightMax { get; init; } = 1024;

    /// <summary>The most entries that a leader has and a majority does not; further proposals are refused.</summary>
    public int UncommittedEntriesMax { get; init; } = 8192;

    /// <summary>The most reads that wait for the leader's confirmation; further ones are refused.</summary>
    public int ReadsWaitingMax { get; init; } = 4096;

    /// <summary>Deliberate bugs of this server; none by default.</summary>
    public RaftBugs Bugs { get; init; }

    public bool Has(RaftBugs bug) => (Bugs & bug) != 0;
}
