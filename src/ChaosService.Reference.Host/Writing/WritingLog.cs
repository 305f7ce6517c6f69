using ChaosService.Reference.Core.Writes;
using ChaosService.Reference.Host.Consensus;

namespace ChaosService.Reference.Host.Writing;

internal static partial class WritingLog
{
    [LoggerMessage(
        7201, LogLevel.Debug,
        "Forwards a batch of {db}.{table}, shard {shard_id}, partition {hash_partition_index}, to node {node_id}")]
    public static partial void Forwards(ILogger logger, string db, string table, ulong shard_id, int hash_partition_index, uint node_id);

    [LoggerMessage(
        7202, LogLevel.Debug,
        "Replicated WAL op of {db}.{table}, shard {shard_id}, partition {hash_partition_index}, from node {origin} at node {node_id}: "
            + "{outcome}")]
    public static partial void Replicated(
        ILogger logger, string db, string table, ulong shard_id, int hash_partition_index, string origin, uint node_id,
        OutcomeKind outcome);

    [LoggerMessage(
        7203, LogLevel.Warning,
        "{count} lines of {db}.{table}, shard {shard_id}, partition {hash_partition_index}, are not for node {node_id}. "
            + "True forwarding not implemented.")]
    public static partial void NotForwarded(
        ILogger logger, string db, string table, ulong shard_id, int hash_partition_index, uint node_id, int count);

    [LoggerMessage(
        7204, LogLevel.Debug,
        "Forwarded a batch of {db}.{table}, shard {shard_id}, partition {hash_partition_index}, to node {node_id}: {outcome} {why}")]
    public static partial void Forwarded(
        ILogger logger, string db, string table, ulong shard_id, int hash_partition_index, uint node_id, OutcomeKind outcome, string? why);

    [LoggerMessage(7205, LogLevel.Debug, "Write to {db} at node {node_id}: {outcome}, status {status}, {count} lines with an error")]
    public static partial void Answered(ILogger logger, string db, uint node_id, WriteOutcome outcome, int status, int count);
}
