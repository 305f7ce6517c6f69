using ChaosService.Reference.Core.Raft.Log;

namespace ChaosService.Reference.Core.Raft.Messages;

/// <summary>
/// For a follower that needs entries which the leader has no more. It comes whole: cutting it up is the transport's affair.
/// </summary>
internal sealed record InstallSnapshot(uint From, uint To, long Term, Snapshot Snapshot, long Round) : Message(From, To, Term);
