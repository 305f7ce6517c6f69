namespace ChaosService.Reference.Core.Raft.Messages;

/// <summary>Answers <see cref="AppendEntries"/> and <see cref="InstallSnapshot"/>.</summary>
/// <param name="MatchIndex">Up to here the logs match, and the entries are on the follower's disk.</param>
/// <param name="Conflict">Why the entries could not be appended; null on success.</param>
internal sealed record AppendEntriesReply(uint From, uint To, long Term, long MatchIndex, Conflict? Conflict, long Round)
    : Message(From, To, Term);
