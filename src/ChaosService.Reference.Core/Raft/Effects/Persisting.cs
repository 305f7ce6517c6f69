using ChaosService.Reference.Core.Raft.Log;

namespace ChaosService.Reference.Core.Raft.Effects;

/// <param name="IsForced">Is on the disk, not only on its way, before the next effect.</param>
internal abstract record Persist(bool IsForced) : Effect;

/// <summary>The term, and whom the server voted for in it.</summary>
internal sealed record PersistTerm(long Term, uint? Vote, bool IsForced) : Persist(IsForced);

/// <summary>These entries, in place of whatever the log has from the first one on.</summary>
internal sealed record PersistEntries(IReadOnlyList<Entry> Entries, bool IsForced) : Persist(IsForced);

/// <summary>A snapshot in place of the entries up to its index.</summary>
/// <param name="KeepsLaterEntries">Otherwise it takes the place of the whole log.</param>
internal sealed record PersistSnapshot(Snapshot Snapshot, bool KeepsLaterEntries, bool IsForced) : Persist(IsForced);
