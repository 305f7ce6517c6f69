using ChaosService.Reference.Core.Raft.Members;

namespace ChaosService.Reference.Core.Raft.Log;

/// <summary>The state machine after the entry at an index; it replaces the log up to there.</summary>
/// <param name="Index">Of the last entry that it includes; 0 for none.</param>
/// <param name="Membership">The latest up to that entry.</param>
internal sealed record Snapshot(long Index, long Term, Membership Membership, ReadOnlyMemory<byte> Data)
{
    public static Snapshot Initial(Membership membership) => new(0, 0, membership, default);
}
