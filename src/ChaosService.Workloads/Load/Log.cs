using Microsoft.Extensions.Logging;

namespace ChaosService.Workloads.Load;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Error, "The client of process {Process} threw in a {F} instead of answering; recorded as info")]
    public static partial void ClientThrew(ILogger logger, Exception exception, int process, string f);

    [LoggerMessage(3002, LogLevel.Error, "The client of process {Process} gave no outcome for a {F}; recorded as info")]
    public static partial void ClientGaveNoOutcome(ILogger logger, int process, string f);
}
