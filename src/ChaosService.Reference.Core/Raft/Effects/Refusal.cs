namespace ChaosService.Reference.Core.Raft.Effects;

/// <summary>Why a server does not do what it was asked.</summary>
internal enum Refusal
{
    /// <summary>Only the leader can, and this server is not it, or is it no more.</summary>
    NotLeader,

    /// <summary>The leader has committed nothing in its term yet, so it does not know what is committed.</summary>
    TermNotCommitted,

    /// <summary>The leader is handing over.</summary>
    Transferring,

    /// <summary>As many entries wait for a majority as may.</summary>
    TooManyProposals,

    /// <summary>As many reads wait as may.</summary>
    TooManyReads,

    /// <summary>The change before this one is not committed.</summary>
    ChangePending,

    AlreadyMember,
    NotMember,

    /// <summary>The learner has not caught up.</summary>
    LearnerBehind,

    /// <summary>A group without voters could never decide anything again.</summary>
    LastVoter,
}
