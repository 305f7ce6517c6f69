using Microsoft.Extensions.Logging;

namespace ChaosService.Tests.Telemetry.Logging;

internal static partial class TestLog
{
    [LoggerMessage(9000, LogLevel.Information, "Said by {NodeName}")]
    public static partial void Said(ILogger log, string nodeName);

    [LoggerMessage(9001, LogLevel.Error, "Failed on {NodeName}")]
    public static partial void Failed(ILogger log, Exception exception, string nodeName);
}
