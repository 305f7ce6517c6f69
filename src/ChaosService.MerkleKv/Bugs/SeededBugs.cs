namespace ChaosService.MerkleKv.Bugs;

/// <summary>Bugs that can be switched on, to show that the checks find them. Each is at one place in the code, which names it.</summary>
[Flags]
internal enum SeededBugs
{
    None = 0,

    /// <summary>Of two events with the same time the one that arrives last wins, so nodes disagree.</summary>
    NoTieBreak = 1 << 0,

    /// <summary>An event that arrives again is applied again, whatever was written since.</summary>
    NoDedupe = 1 << 1,

    /// <summary>Received events, the node's own among them, are published again.</summary>
    ReplicationLoop = 1 << 2,

    /// <summary>A client's write leaves the key's time as it was, so an older event from elsewhere overwrites it.</summary>
    LocalWritesIgnoreClock = 1 << 3,

    /// <summary>After a restart the values are there, their times and the tombstones are not.</summary>
    LwwStateLost = 1 << 4,

    /// <summary>INC and DEC read under one lock and write under another.</summary>
    IncrementRace = 1 << 5,

    /// <summary>After the broker was away the node connects with a clean session and does not subscribe.</summary>
    NoResubscribe = 1 << 6,

    /// <summary>Every attempt to reconnect comes after the same pause, without backoff and jitter.</summary>
    FixedRetry = 1 << 7,

    /// <summary>With the broker away, clients get no replies once ten events wait.</summary>
    OutageBlocksClients = 1 << 8,

    /// <summary>What clients write while the broker is away is not kept for it, and neither counted nor logged.</summary>
    SilentBacklogDrop = 1 << 9,

    /// <summary>After one malformed message the node ignores all that follow.</summary>
    PoisonKillsSubscription = 1 << 10,

    /// <summary>SYNC answers OK and repairs only keys of 20 bytes or more.</summary>
    SyncSkipsShortKeys = 1 << 11,

    /// <summary>DEL and TRUNCATE are not published.</summary>
    DeletesNotReplicated = 1 << 12,

    /// <summary>A delete leaves no trace, so an older set that arrives later revives the key.</summary>
    NoTombstones = 1 << 13,

    /// <summary>The persistent engine acknowledges and does not write.</summary>
    NoPersist = 1 << 14,

    /// <summary>Values over 4 KiB are not published.</summary>
    LargeValuesDropped = 1 << 15,

    /// <summary>The sockets and buffers of closed connections are kept.</summary>
    ConnectionLeak = 1 << 16,

    /// <summary>Now and then GET returns the value before the last one.</summary>
    StaleReads = 1 << 17,

    /// <summary>Of a spike, events beyond the first 1024 that wait are dropped, and neither counted nor logged.</summary>
    SpikeDropsEvents = 1 << 18,

    /// <summary>Bytes that are not UTF-8 end the node, and not only their connection.</summary>
    MalformedKillsServer = 1 << 19,

    /// <summary>A line that is too long gets no answer, and its connection stays open.</summary>
    LongLineHangs = 1 << 20,
}
