namespace ChaosService.MerkleKv.Observing;

/// <summary>What is counted. STATS names them in snake case: <c>EventsPublished</c> is events_published.</summary>
internal enum Counter
{
    ConnectionsTotal,
    ConnectionsRefused,
    CommandsTotal,
    CommandErrors,

    /// <summary>Acknowledged by the broker.</summary>
    EventsPublished,

    /// <summary>Sent once more, after a reconnect, a restart or SYNC.</summary>
    EventsResent,
    EventsReceived,
    EventsApplied,
    EventsSkippedSelf,
    EventsSkippedDuplicate,
    EventsSkippedOlder,
    EventsSkippedDisabled,
    EventsMalformed,

    /// <summary>Those that a full backlog had no room for.</summary>
    EventsDropped,

    /// <summary>Attempts after a connection was lost, or was not made.</summary>
    ReconnectAttempts,
    BrokerConnects,
    SyncsDone,
    SyncKeysRepaired,
}
