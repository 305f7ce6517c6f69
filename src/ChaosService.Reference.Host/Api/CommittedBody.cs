using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Api;

/// <param name="Shard">0 for the catalog's group.</param>
/// <param name="Commit">Index of the last committed and applied entry.</param>
/// <param name="Term">Of that entry.</param>
internal sealed record CommittedBody(
    ulong Shard, int Partition, string Since, long Commit, long Term, IReadOnlyList<uint> Voters, IReadOnlyList<CommittedMarkBody> Marks)
{
    public static CommittedBody Of(GroupId id, GroupStatus status, CommittedStatus log) => new(
        id.Shard, id.Partition, log.Since, log.Index, log.Term, status.Voters,
        [.. log.Marks.Select(m => new CommittedMarkBody(m.Block, m.Index, $"{m.Sum:x8}"))]);
}

internal sealed record CommittedMarkBody(long Block, long Index, string Sum);
