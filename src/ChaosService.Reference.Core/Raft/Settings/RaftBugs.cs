namespace ChaosService.Reference.Core.Raft.Settings;

/// <summary>Bugs that can be switched on, to show that the checks find them.</summary>
[Flags]
internal enum RaftBugs
{
    None = 0,

    /// <summary>A vote is not persisted: after a restart the server votes again in the same term.</summary>
    VoteNotPersisted = 1,

    /// <summary>A leader commits entries of older terms by counting their copies (Figure 8 of the paper).</summary>
    CommitOldTermByCount = 2,

    /// <summary>A leader commits its own entries before any other server has them.</summary>
    AckBeforeQuorum = 4,

    /// <summary>Writes are not fsynced before they are acknowledged.</summary>
    NoFsync = 8,

    /// <summary>Every server answers reads from its applied state, without checking that it is current.</summary>
    StaleReadFromFollower = 16,

    /// <summary>A follower appends after any entry that it has, without checking that it matches the leader's.</summary>
    AppendWithoutPreviousCheck = 32,
}
