using ChaosService.Reference.Core.Raft.Members;

namespace ChaosService.Reference.Core.Raft.Log;

/// <summary>The state machine after the entry at an index, which takes the place of the log up to there.</summary>
/// <param name="Index">Of the last entry that it holds; 0 for nothing.</param>
/// <param name="Membership">The latest one up to that entry.</param>
internal sealed record Snapshot(long Index, long Term, Membership Membership, ReadOnlyMemory<byte> Data)
{
    public static Snapshot Initial(Membership membership) => new(0, 0, membership, default);
}
