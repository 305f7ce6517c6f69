using ChaosService.Reference.Core.Raft.Log;

namespace ChaosService.Reference.Core.Raft.Messages;

/// <summary>
/// For a follower that needs entries that the leader no longer has. It is sent whole: splitting it is left to the transport.
/// </summary>
internal sealed record InstallSnapshot(uint From, uint To, long Term, Snapshot Snapshot, long Round) : Message(From, To, Term);
