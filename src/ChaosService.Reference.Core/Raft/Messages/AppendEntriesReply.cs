namespace ChaosService.Reference.Core.Raft.Messages;

/// <summary>Answers <see cref="AppendEntries"/> and <see cref="InstallSnapshot"/>.</summary>
/// <param name="MatchIndex">Up to here the logs agree, and it is on the follower's disk.</param>
/// <param name="Conflict">Why the entries could not be appended, or null when they were.</param>
internal sealed record AppendEntriesReply(uint From, uint To, long Term, long MatchIndex, Conflict? Conflict, long Round)
    : Message(From, To, Term);
