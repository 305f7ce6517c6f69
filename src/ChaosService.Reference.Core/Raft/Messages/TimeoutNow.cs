namespace ChaosService.Reference.Core.Raft.Messages;

/// <summary>The leader wants the receiver to take its place, now (thesis, 3.10).</summary>
internal sealed record TimeoutNow(uint From, uint To, long Term) : Message(From, To, Term);
