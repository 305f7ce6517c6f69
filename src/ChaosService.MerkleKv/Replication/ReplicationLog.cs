namespace ChaosService.MerkleKv.Replication;

internal static partial class ReplicationLog
{
    [LoggerMessage(8101, LogLevel.Information, "Connected to the broker {Broker}:{Port}, {Backlog} events wait; session kept: {IsKept}")]
    public static partial void Connected(ILogger logger, string broker, int port, int backlog, bool isKept);

    [LoggerMessage(8102, LogLevel.Warning, "Attempt {Attempt} to reconnect in {DelayMs} ms: {Why}")]
    public static partial void Reconnecting(ILogger logger, int attempt, long delayMs, string why);

    [LoggerMessage(8103, LogLevel.Information, "Published {Op} {Key}: {OpId} at {Ts}")]
    public static partial void Published(ILogger logger, string op, string key, string opId, ulong ts);

    [LoggerMessage(8104, LogLevel.Information, "Applied {Op} {Key} from {Source}: {OpId} at {Ts}")]
    public static partial void Applied(ILogger logger, string op, string key, string source, string opId, ulong ts);

    [LoggerMessage(8105, LogLevel.Information, "Skipped {Op} {Key} from {Source}, {Reason}: {OpId} at {Ts}")]
    public static partial void Skipped(ILogger logger, string op, string key, string source, string reason, string opId, ulong ts);

    [LoggerMessage(8106, LogLevel.Warning, "Skipped a message of {Bytes} bytes that is no event: {Why}")]
    public static partial void Malformed(ILogger logger, int bytes, string why);

    [LoggerMessage(8107, LogLevel.Warning, "The backlog is full: {Dropped} events dropped so far, the oldest first")]
    public static partial void Dropped(ILogger logger, long dropped);

    [LoggerMessage(8108, LogLevel.Information, "Sending {Count} events once more, for nodes that came back later than this one")]
    public static partial void Resending(ILogger logger, int count);

    [LoggerMessage(8109, LogLevel.Debug, "A message was not acknowledged, so the broker sends it again: {Why}")]
    public static partial void NotAcknowledged(ILogger logger, string why);
}
