using ChaosService.Reference.Core.Raft;
using ChaosService.Reference.Core.Raft.Effects;

namespace ChaosService.Reference.Host.Consensus;

/// <summary>The state of a group's server on this node, for other threads than the driver's.</summary>
/// <param name="Vote">The node that it has voted for in this term; null: none.</param>
/// <param name="Commit">Index of the last committed and applied entry.</param>
/// <param name="Last">Index of the last entry in the log.</param>
/// <param name="Snapshot">Index of the last entry in the snapshot.</param>
/// <param name="Changed">Index of the entry with the membership, which is certain once that entry is committed.</param>
internal sealed record GroupStatus(
    Role Role, long Term, uint? Leader, uint? Vote, long Commit, long Last, long Snapshot, IReadOnlyList<uint> Voters,
    IReadOnlyList<uint> Learners, long Changed)
{
    public static GroupStatus Of(RaftNode node) => new(
        node.Role, node.Term, node.Leader, node.VotedFor, node.CommitIndex, node.Log.LastIndex, node.Log.Snapshot.Index,
        [.. node.Membership.Voters], [.. node.Membership.Learners], node.Log.MembershipIndex);
}
