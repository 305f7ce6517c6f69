namespace ChaosService.Reference.Core.Raft.Messages;

/// <summary>Where the logs diverge, so that the leader steps back a term at a time instead of an entry (thesis, 3.5).</summary>
/// <param name="PrevLogIndex">The index in question: an answer to an old message must not count for the next.</param>
/// <param name="Index">The first entry of the conflicting term, or the one after the follower's last.</param>
/// <param name="Term">Null when the follower has no entry there.</param>
internal readonly record struct Conflict(long PrevLogIndex, long Index, long? Term);
