namespace ChaosService.MerkleKv;

internal static partial class ProgramLog
{
    [LoggerMessage(8001, LogLevel.Information, "Node {ClientId} serves clients at {Address}; seeded bugs: {Bugs}")]
    public static partial void Started(ILogger logger, string clientId, string address, string bugs);

    [LoggerMessage(8002, LogLevel.Critical, "{Error}")]
    public static partial void WrongSetting(ILogger logger, string error);

    [LoggerMessage(8003, LogLevel.Critical, "The node cannot start: {Why}")]
    public static partial void CannotStart(ILogger logger, string why);

    [LoggerMessage(8004, LogLevel.Warning, "A crash cut off the last write: {Bytes} bytes dropped, which no client was told about")]
    public static partial void Torn(ILogger logger, int bytes);

    [LoggerMessage(8005, LogLevel.Information, "Stopped")]
    public static partial void Stopped(ILogger logger);
}
