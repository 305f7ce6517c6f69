using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Core.Raft.Members;

namespace ChaosService.Reference.Core.Raft.Settings;

/// <summary>A server's state on disk when it starts.</summary>
/// <param name="Vote">The server it voted for in this term.</param>
/// <param name="Entries">The entries after the snapshot, without a gap.</param>
internal sealed record PersistentState(long Term, uint? Vote, Snapshot Snapshot, IReadOnlyList<Entry> Entries)
{
    /// <summary>State of a server that has never run. One that joins a group later begins with <see cref="Membership.Empty"/>.</summary>
    public static PersistentState Initial(Membership membership) => new(0, null, Snapshot.Initial(membership), []);
}
