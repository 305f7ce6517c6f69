using ChaosService.Reference.Core.Raft.Log;

namespace ChaosService.Reference.Core.Raft.Messages;

/// <summary>Replication; without entries, a heartbeat.</summary>
/// <param name="Round">Counts the leader's broadcasts in its term: the reply repeats it, which confirms that it led then.</param>
internal sealed record AppendEntries(
    uint From, uint To, long Term, long PrevLogIndex, long PrevLogTerm, IReadOnlyList<Entry> Entries, long LeaderCommit, long Round)
    : Message(From, To, Term);
