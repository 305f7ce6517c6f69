namespace ChaosService.Reference.Core.Raft.Settings;

/// <summary>Faults that can be switched on, so that what looks for them can be shown to find them.</summary>
[Flags]
internal enum RaftBugs
{
    None = 0,

    /// <summary>A vote is not written down: after a restart the server votes again in the same term.</summary>
    VoteNotPersisted = 1,

    /// <summary>A leader commits entries of older terms by counting their copies (Figure 8 of the paper).</summary>
    CommitOldTermByCount = 2,

    /// <summary>A leader commits what it has written itself, before any other server has it.</summary>
    AckBeforeQuorum = 4,

    /// <summary>What is written is not forced to the disk before it is promised.</summary>
    NoFsync = 8,

    /// <summary>Every server answers reads from what it has applied, without asking whether that is the newest.</summary>
    StaleReadFromFollower = 16,

    /// <summary>A follower appends wherever it has an entry, without asking whether that is the leader's.</summary>
    AppendWithoutPreviousCheck = 32,
}
