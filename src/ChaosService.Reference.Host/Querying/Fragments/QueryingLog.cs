namespace ChaosService.Reference.Host.Querying.Fragments;

internal static partial class QueryingLog
{
    [LoggerMessage(
        7901, LogLevel.Debug,
        "Part of a query, {db}.{table}, shard {shard_id}, partition {hash_partition_index}, at node {node_id}: {outcome}, {count} points")]
    public static partial void Fragment(
        ILogger logger, string db, string table, ulong shard_id, int hash_partition_index, uint node_id, string outcome, long count);

    [LoggerMessage(7902, LogLevel.Debug, "Query of {db} at node {node_id}: {outcome}, {count} rows of {asked} of {partitions} partitions")]
    public static partial void Answered(
        ILogger logger, string db, uint node_id, string outcome, int count, int asked, int partitions);

    [LoggerMessage(7903, LogLevel.Warning, "Query of {db} at node {node_id}: {outcome}, {status}: {why}")]
    public static partial void Failed(ILogger logger, string db, uint node_id, string outcome, int status, string why);
}
