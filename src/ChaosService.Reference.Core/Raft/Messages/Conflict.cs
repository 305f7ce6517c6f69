namespace ChaosService.Reference.Core.Raft.Messages;

/// <summary>Where the logs part, so that the leader steps back a term at a time and not an entry (thesis, 3.5).</summary>
/// <param name="PrevLogIndex">The place that was asked about: an answer to an old question says nothing about the next.</param>
/// <param name="Index">The first entry of the conflicting term, or the one after the follower's last.</param>
/// <param name="Term">Null when the follower has no entry there.</param>
internal readonly record struct Conflict(long PrevLogIndex, long Index, long? Term);
