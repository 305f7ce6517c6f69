using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Core.Raft.Members;

namespace ChaosService.Reference.Core.Raft.Settings;

/// <summary>What a server finds on its disk when it starts.</summary>
/// <param name="Vote">Whom it voted for in this term.</param>
/// <param name="Entries">Those that come after the snapshot, without a gap.</param>
internal sealed record PersistentState(long Term, uint? Vote, Snapshot Snapshot, IReadOnlyList<Entry> Entries)
{
    /// <summary>Of a server that has never run. One that joins a group later begins with <see cref="Membership.Empty"/>.</summary>
    public static PersistentState Initial(Membership membership) => new(0, null, Snapshot.Initial(membership), []);
}
