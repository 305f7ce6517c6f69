namespace ChaosService.Reference.Core.Raft.Messages;

/// <param name="Index">Null when the leader cannot give one.</param>
internal sealed record ReadIndexReply(uint From, uint To, long Term, long Id, long? Index) : Message(From, To, Term);
