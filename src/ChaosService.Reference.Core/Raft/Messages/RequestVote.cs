namespace ChaosService.Reference.Core.Raft.Messages;

/// <param name="IsPreVote">Asks whether a vote would be granted, and changes nothing (thesis, 9.6).</param>
/// <param name="IsTransfer">The leader itself requested this election, so servers need not wait for its silence.</param>
internal sealed record RequestVote(uint From, uint To, long Term, long LastLogIndex, long LastLogTerm, bool IsPreVote, bool IsTransfer)
    : Message(From, To, Term);
