using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration.Calls;
using ChaosService.Reference.Core.Migration.Copies;

namespace ChaosService.Reference.Tests.Migration.Simulation;

/// <summary>Sees everything that any node does, at once, and says when something is not as a move promises.</summary>
internal sealed class MigrationRules(IReadOnlyList<SimulatedNode> nodes)
{
    private readonly HashSet<long> _acknowledged = [];
    private readonly HashSet<(ulong Move, MigrationRpc Rpc)> _asked = [];
    private readonly HashSet<(ulong Move, MigrationRpc Rpc)> _done = [];
    private readonly HashSet<ulong> _flipped = [];
    private readonly HashSet<ulong> _aborted = [];

    public int Acknowledged => _acknowledged.Count;

    public int Moved { get; private set; }

    public int Aborted => _aborted.Count;

    public void Persisted(SimulatedNode node, PersistCopy effect, Shard shard)
    {
        var serving = nodes.Where(n => n.Disk.Role == CopyRole.Serving).Select(n => n.Id).ToList();
        if (serving.Count > 1) Break(MigrationRule.SingleOwner, $"nodes {string.Join(" and ", serving)} take writes.");
        if (effect.Added.Count > 0 && node.Records.Distinct().Count() < node.Records.Count)
            Break(MigrationRule.NothingTwice, $"node {node.Id} has a write twice: {string.Join(' ', node.Records)}.");
        if (node.Disk.Role == CopyRole.None) AssertKept(shard);
    }

    public void Wrote(long id, Shard shard)
    {
        _acknowledged.Add(id);
        var owner = Owner(shard);
        if (!owner.Records.Contains(id)) Break(MigrationRule.AcknowledgedWritesKept, $"node {owner.Id} lacks {id}, acknowledged.");
    }

    /// <summary>
    /// Of a move that goes well: each call begins when the one before it is over, and the last two when the target owns the shard.
    /// </summary>
    public void Asks(MigrationCall call, Shard shard)
    {
        if (_aborted.Contains(call.Move) || !_asked.Add((call.Move, call.Rpc))) return;
        var missing = Enum.GetValues<MigrationRpc>().Where(r => r < call.Rpc && !_done.Contains((call.Move, r))).ToList();
        if (missing.Count > 0) Break(MigrationRule.RpcOrder, $"{call.Rpc} before {missing[0]} in move {call.Move}.");
        if (call.Rpc >= MigrationRpc.UnlockShardWrites && !_flipped.Contains(call.Move))
            Break(MigrationRule.RpcOrder, $"{call.Rpc} while the shard is {shard.Status} in move {call.Move}.");
    }

    public void Answers(MigrationAnswer answer)
    {
        if (answer.Error is null) _done.Add((answer.Call.Move, answer.Call.Rpc));
    }

    public void Changed(Shard before, Shard after)
    {
        if (after.Move is { IsAborting: true } given) _aborted.Add(given.Id);
        if (after.Status == before.Status && after.History.Count == before.History.Count) return;
        var isAllowed = (before.Status, after.Status) switch
        {
            (ShardStatus.Stable or ShardStatus.Cleaned, ShardStatus.MigratingSnapshot) => before.Move is null,
            (ShardStatus.Stable, ShardStatus.Cleaned) => before.Move is not null,
            (_, ShardStatus.Stable) when before.Move is { IsAborting: true } => Owner(before) == Owner(after),
            (ShardStatus.MigratingSnapshot, ShardStatus.MigratingWAL) or (ShardStatus.MigratingWAL, ShardStatus.AwaitingCutover)
                or (ShardStatus.AwaitingCutover, ShardStatus.Stable) => true,
            _ => false,
        };
        if (!isAllowed) Break(MigrationRule.StatusOrder, $"{after.Status} follows {before.Status}.");
        if (after.Status == ShardStatus.Cleaned) AssertOnlyOwner(after);
        if (Owner(before) == Owner(after)) return;
        _flipped.Add(after.Move!.Id);
        Moved++;
        AssertKept(after);
    }

    public void AtTheEnd(Shard shard)
    {
        AssertKept(shard);
        AssertOnlyOwner(shard);
    }

    private void AssertOnlyOwner(Shard shard)
    {
        var left = nodes.Where(n => n != Owner(shard) && n.Disk.Role != CopyRole.None).ToList();
        if (left.Count > 0) Break(MigrationRule.SourceCleaned, $"node {left[0].Id} has a copy that is {left[0].Disk.Role}.");
    }

    private void AssertKept(Shard shard)
    {
        var owner = Owner(shard);
        var lost = _acknowledged.Except(owner.Records).Order().ToList();
        if (lost.Count > 0)
            Break(MigrationRule.AcknowledgedWritesKept, $"node {owner.Id} owns the shard and lacks {string.Join(' ', lost)}.");
    }

    private SimulatedNode Owner(Shard shard) => nodes[(int)shard.Partitions[0][0] - 1];

    private static void Break(MigrationRule rule, string what) => throw new RuleBrokenException(rule, what);
}
