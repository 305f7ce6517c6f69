using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration.Calls;

namespace ChaosService.Reference.Core.Migration.Coordinator;

/// <summary>The log lines of a coordinator, from which an operator can follow a move.</summary>
internal static class MoveLines
{
    public static string Calling(MigrationCall call) =>
        $"Calling {call.Rpc} on {(call.Node == call.Source ? "source" : "target")} node {call.Node}";

    /// <param name="before">Null for a coordinator that has just started; the move may have been under way for long.</param>
    public static IReadOnlyList<Say> Between(Shard? before, Shard? after) => after switch
    {
        { Move: { IsAborting: true } move } => [new($"Job {move.Id} is given up. Owner: Node{move.Source}.")],
        { Move: { } move, Status: ShardStatus.MigratingSnapshot } =>
        [
            new($"Starting migration job {move.Id} from node {move.Source} to node {move.Target}."),
            new($"Job {move.Id} Initiated. Status: MigratingSnapshot."),
        ],
        { Move: not null, Status: ShardStatus.MigratingWAL } => [new("Snapshot transfer complete. Status: MigratingWAL.")],
        { Move: not null, Status: ShardStatus.AwaitingCutover } => [new("WAL sync complete. Status: AwaitingCutover.")],
        { Move: { } move, Status: ShardStatus.Stable } => [new($"Cutover complete. Owner: Node{move.Target}. Status: Stable.")],
        { Move: null, Status: ShardStatus.Cleaned } when before?.Move is { } over =>
            [new($"Cleanup complete on source {over.Source}. Status: Cleaned.")],
        { Move: null } when before?.Move is { } given => [new($"Job {given.Id} is undone. Status: {after.Status}.")],
        _ => [],
    };
}
