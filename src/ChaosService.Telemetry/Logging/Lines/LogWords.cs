using Serilog.Events;

namespace ChaosService.Telemetry.Logging.Lines;

/// <summary>Levels by the names that Grafana recognizes and colours.</summary>
internal static class LogWords
{
    public static string Of(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "trace",
        LogEventLevel.Debug => "debug",
        LogEventLevel.Information => "info",
        LogEventLevel.Warning => "warning",
        LogEventLevel.Error => "error",
        _ => "critical",
    };
}
