using ChaosService.MerkleKv.Protocol;

namespace ChaosService.MerkleKv.Serving;

internal static partial class ServingLog
{
    [LoggerMessage(8301, LogLevel.Debug, "Client {Client} from {Address} connected")]
    public static partial void Connected(ILogger logger, long client, string address);

    [LoggerMessage(8302, LogLevel.Debug, "Client {Client} closed: {Outcome}")]
    public static partial void Closed(ILogger logger, long client, LineOutcome outcome);

    [LoggerMessage(8303, LogLevel.Debug, "Client {Client} is gone: {Why}")]
    public static partial void Gone(ILogger logger, long client, string why);

    [LoggerMessage(8304, LogLevel.Warning, "Refused a client: {Connections} are connected")]
    public static partial void Refused(ILogger logger, int connections);

    [LoggerMessage(8305, LogLevel.Warning, "No client could be accepted: {Why}")]
    public static partial void NotAccepted(ILogger logger, string why);
}
