namespace ChaosService.Reference.Core.Raft.Settings;

/// <summary>How one server of a Raft group behaves. All of a group have the same.</summary>
internal sealed record RaftOptions
{
    /// <summary>
    /// A follower campaigns when it has heard no leader for this many ticks and a drawn part more, up to twice as many. A leader that hears
    /// no majority in so many ticks steps down.
    /// </summary>
    public int ElectionTicks { get; init; } = 10;

    /// <summary>A leader sends heartbeats at every so many ticks; well below <see cref="ElectionTicks"/>.</summary>
    public int HeartbeatTicks { get; init; } = 2;

    /// <summary>Entries in one message at most; a learner may be so far behind to be promoted.</summary>
    public int EntriesPerMessageMax { get; init; } = 64;

    /// <summary>Entries that are on their way to one peer, unacknowledged, at most.</summary>
    public int EntriesInFlightMax { get; init; } = 1024;

    /// <summary>Entries that a leader has and a majority has not, at most; more proposals are refused.</summary>
    public int UncommittedEntriesMax { get; init; } = 8192;

    /// <summary>Reads that wait for one leader's confirmation at most; more are refused.</summary>
    public int ReadsWaitingMax { get; init; } = 4096;

    /// <summary>What is wrong with this server on purpose; nothing by default.</summary>
    public RaftBugs Bugs { get; init; }

    public bool Has(RaftBugs bug) => (Bugs & bug) != 0;
}
