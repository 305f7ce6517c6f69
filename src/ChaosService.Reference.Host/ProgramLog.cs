namespace ChaosService.Reference.Host;

internal static partial class ProgramLog
{
    [LoggerMessage(7301, LogLevel.Information, "Node {NodeId} serves clients at {HttpAddress} and nodes at {RpcAddress}")]
    public static partial void Started(ILogger logger, uint nodeId, string httpAddress, string rpcAddress);

    [LoggerMessage(7302, LogLevel.Critical, "{Error}")]
    public static partial void WrongSetting(ILogger logger, string error);

    [LoggerMessage(7303, LogLevel.Critical, "The node cannot start on what it has: {Why}")]
    public static partial void CannotStart(ILogger logger, string why);
}
