using ChaosService.Reference.Host.Consensus;

namespace ChaosService.Reference.Host.Writing;

internal static partial class WritingLog
{
    [LoggerMessage(
        7201, LogLevel.Debug,
        "Forwards a batch of {db_name}.{table_name}, shard {shard_id}, partition {hash_partition_index}, to node {node_id}")]
    public static partial void Forwards(
        ILogger logger, string db_name, string table_name, ulong shard_id, int hash_partition_index, uint node_id);

    [LoggerMessage(
        7202, LogLevel.Debug,
        "Replicated WAL op of {db_name}.{table_name}, shard {shard_id}, partition {hash_partition_index}, from node {node_id}: {outcome}")]
    public static partial void Replicated(
        ILogger logger, string db_name, string table_name, ulong shard_id, int hash_partition_index, string node_id, OutcomeKind outcome);

    [LoggerMessage(
        7203, LogLevel.Warning,
        "{count} lines of {db_name}.{table_name}, shard {shard_id}, partition {hash_partition_index}, are another node's. "
            + "True forwarding not implemented.")]
    public static partial void NotForwarded(
        ILogger logger, string db_name, string table_name, ulong shard_id, int hash_partition_index, int count);
}
