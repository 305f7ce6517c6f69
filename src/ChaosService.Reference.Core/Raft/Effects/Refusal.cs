namespace ChaosService.Reference.Core.Raft.Effects;

/// <summary>Why a server refuses a request.</summary>
internal enum Refusal
{
    /// <summary>Only the leader can do it, and this server is not, or no longer, the leader.</summary>
    NotLeader,

    /// <summary>The leader has committed nothing in its term yet, so it does not know what is committed.</summary>
    TermNotCommitted,

    /// <summary>The leader is transferring leadership.</summary>
    Transferring,

    /// <summary>The limit of uncommitted entries is reached.</summary>
    TooManyProposals,

    /// <summary>The limit of waiting reads is reached.</summary>
    TooManyReads,

    /// <summary>The previous change is not committed.</summary>
    ChangePending,

    AlreadyMember,
    NotMember,

    /// <summary>The learner has not caught up.</summary>
    LearnerBehind,

    /// <summary>A group without voters could never decide anything again.</summary>
    LastVoter,
}
