namespace ChaosService.Reference.Core.Raft.Messages;

/// <summary>A follower requests the index that its read must see (thesis, 6.4).</summary>
internal sealed record ReadIndexRequest(uint From, uint To, long Term, long Id) : Message(From, To, Term);
