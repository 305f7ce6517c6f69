namespace ChaosService.MerkleKv.Syncing;

internal static partial class SyncLog
{
    [LoggerMessage(8201, LogLevel.Information, "Took what was later on {Host}:{Port}: {Keys} keys repaired")]
    public static partial void Done(ILogger logger, string host, int port, int keys);
}
