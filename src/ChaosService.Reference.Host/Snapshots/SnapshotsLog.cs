using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Snapshots;

internal static partial class SnapshotsLog
{
    [LoggerMessage(
        7506, LogLevel.Error,
        "{Group}: the snapshot at index {Index} cannot be stored, so the log is kept; it is tried again in {Seconds} s. {Error}")]
    public static partial void NotStored(ILogger logger, GroupId group, long index, double seconds, string error);

    [LoggerMessage(7501, LogLevel.Error, "{Group}: a snapshot cannot be fetched, and its leader is waited for to send it again. {Error}")]
    public static partial void NotFetched(ILogger logger, GroupId group, string error);

    [LoggerMessage(7502, LogLevel.Error, "{Group}: a snapshot cannot be handed to node {Peer} now. {Error}")]
    public static partial void NotOffered(ILogger logger, GroupId group, uint peer, string error);

    [LoggerMessage(7503, LogLevel.Warning, "{Group}: old snapshots cannot be deleted now, and go with the next ones. {Error}")]
    public static partial void NotSwept(ILogger logger, GroupId group, string error);

    [LoggerMessage(7504, LogLevel.Information, "{Group}: the snapshot at index {Index}, {Bytes} bytes, is in the object store")]
    public static partial void Stored(ILogger logger, GroupId group, long index, long bytes);

    [LoggerMessage(7505, LogLevel.Information, "{Group}: snapshot {Key}, {Bytes} bytes, came from the object store")]
    public static partial void Fetched(ILogger logger, GroupId group, string key, long bytes);
}
