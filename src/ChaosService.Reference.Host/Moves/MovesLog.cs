using ChaosService.Reference.Core.Migration.Calls;

namespace ChaosService.Reference.Host.Moves;

internal static partial class MovesLog
{
    [LoggerMessage(7401, LogLevel.Information, "{line} ({db_name}.{table_name}, shard {shard_id})")]
    public static partial void Says(ILogger logger, string line, string db_name, string table_name, ulong shard_id);

    [LoggerMessage(7402, LogLevel.Information, "{rpc} of {db_name}.{table_name}, shard {shard_id}, move {move_id}: {outcome}")]
    public static partial void Answered(
        ILogger logger, MigrationRpc rpc, string db_name, string table_name, ulong shard_id, ulong move_id, string outcome);

    [LoggerMessage(
        7403, LogLevel.Warning, "The catalog did not take what a move of {db_name}.{table_name}, shard {shard_id}, has reached: {why}")]
    public static partial void NotReported(ILogger logger, string db_name, string table_name, ulong shard_id, string? why);

    [LoggerMessage(
        7404, LogLevel.Information, "Moves {db_name}.{table_name}, shard {shard_id}, from node {source} to node {target}: {outcome}")]
    public static partial void Plans(
        ILogger logger, string db_name, string table_name, ulong shard_id, uint source, uint target, string outcome);

    [LoggerMessage(7405, LogLevel.Warning, "Cannot be moved now: {what}")]
    public static partial void IsStuck(ILogger logger, string what);
}
