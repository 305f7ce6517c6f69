using ChaosService.Reference.Core.Raft.Log;

namespace ChaosService.Reference.Core.Raft.Effects;

/// <param name="IsForced">Must be on the disk, not only submitted, before the next effect.</param>
internal abstract record Persist(bool IsForced) : Effect;

/// <summary>The term, and the server's vote in it.</summary>
internal sealed record PersistTerm(long Term, uint? Vote, bool IsForced) : Persist(IsForced);

/// <summary>These entries replace everything in the log from the first one's index on.</summary>
internal sealed record PersistEntries(IReadOnlyList<Entry> Entries, bool IsForced) : Persist(IsForced);

/// <summary>A snapshot replaces the entries up to its index.</summary>
/// <param name="KeepsLaterEntries">Otherwise it replaces the whole log.</param>
internal sealed record PersistSnapshot(Snapshot Snapshot, bool KeepsLaterEntries, bool IsForced) : Persist(IsForced);
