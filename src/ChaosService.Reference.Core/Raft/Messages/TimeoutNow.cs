namespace ChaosService.Reference.Core.Raft.Messages;

/// <summary>The leader asks the receiver to take over immediately (thesis, 3.10).</summary>
internal sealed record TimeoutNow(uint From, uint To, long Term) : Message(From, To, Term);
