namespace ChaosService.Reference.Core.Raft.Messages;

internal sealed record RequestVoteReply(uint From, uint To, long Term, bool IsPreVote, bool IsGranted) : Message(From, To, Term);
