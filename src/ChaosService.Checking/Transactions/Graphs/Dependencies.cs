namespace ChaosService.Checking.Transactions.Graphs;

/// <summary>Why one transaction comes before another, and sets of such reasons.</summary>
[Flags]
internal enum Dependencies : byte
{
    None = 0,

    /// <summary>It wrote the version before the one that the other wrote.</summary>
    WriteWrite = 1,

    /// <summary>It wrote the version that the other read.</summary>
    WriteRead = 2,

    /// <summary>It read the version before the one that the other wrote (an anti-dependency).</summary>
    ReadWrite = 4,

    /// <summary>From a junction of anti-dependencies to a transaction: the second half of a <see cref="ReadWrite"/>.</summary>
    ReadWriteOn = 8,

    /// <summary>The same process ran it before the other.</summary>
    Process = 16,

    /// <summary>It completed before the other was invoked. Leads to a moment, from which <see cref="RealtimeOn"/> leads on.</summary>
    Realtime = 32,

    /// <summary>From a moment to a later one, or to a transaction that is invoked after it.</summary>
    RealtimeOn = 64,

    /// <summary>Halves that lead on from a node that is no transaction.</summary>
    On = ReadWriteOn | RealtimeOn,
}
