namespace ChaosService.Reference.Host.Cluster;

internal static partial class ClusterLog
{
    [LoggerMessage(7101, LogLevel.Information, "Node {NodeId} is in the catalog, at {RpcAddress}")]
    public static partial void Registered(ILogger logger, uint nodeId, string rpcAddress);

    [LoggerMessage(7102, LogLevel.Information, "Node {NodeId} is not in the catalog yet: {Why}")]
    public static partial void NotRegistered(ILogger logger, uint nodeId, string? why);
}
