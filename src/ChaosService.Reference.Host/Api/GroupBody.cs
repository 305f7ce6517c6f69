using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Api;

/// <param name="Shard">0 for the catalog's group.</param>
internal sealed record GroupBody(
    ulong Shard, int Partition, string Role, long Term, uint? Leader, uint? Vote, long Commit, long Last, long Snapshot,
    IReadOnlyList<uint> Voters, IReadOnlyList<uint> Learners)
{
    public static GroupBody Of(GroupId id, GroupStatus status) => new(
        id.Shard, id.Partition, $"{status.Role}", status.Term, status.Leader, status.Vote, status.Commit, status.Last, status.Snapshot,
        status.Voters, status.Learners);
}
