using ChaosService.Service.Options;
using ChaosService.Telemetry.Logging.Lines;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Sinks.Grafana.Loki;

namespace ChaosService.Telemetry.Logging;

/// <summary>The destinations of logs. Always a file: the terminal is reserved for the run's progress and the verdict.</summary>
internal static class Loggers
{
    private const long FileLimitBytes = 16 << 20;
    private const int FileCountLimit = 5;

    public static ILoggerFactory ToFile(string directory) =>
        Of(directory, new LogOptions(), console: null, loki: null, labels: [], more: null);

    /// <summary>Null when nothing is logged to the console.</summary>
    public static ConsoleSink? Console(LogOptions options, TimeProvider time) => options.Console == ConsoleLog.Off
        ? null
        : new ConsoleSink(
            new TokenHidingFormatter(options.Console == ConsoleLog.Json ? new JsonLogLine() : new LogLine()), System.Console.Error, time);

    /// <param name="console">Null: none. Closed with the result.</param>
    /// <param name="loki">Null: none.</param>
    /// <param name="labels">The labels of the lines for Loki.</param>
    /// <param name="more">Also gets every line; null: none.</param>
    public static ILoggerFactory Of(
        string directory, LogOptions options, ConsoleSink? console, LokiPipe? loki, IReadOnlyList<LokiLabel> labels, ILoggerProvider? more)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(Level(options.Level))
            .Enrich.FromLogContext()
            .WriteTo.File(
                new TokenHidingFormatter(new LogLine()), Path.Combine(directory, "chaosctl-.log"),
                rollingInterval: RollingInterval.Day, fileSizeLimitBytes: FileLimitBytes, rollOnFileSizeLimit: true,
                retainedFileCountLimit: FileCountLimit, shared: true);
        if (console is not null) configuration.WriteTo.Sink(console);
        if (loki is not null) configuration.WriteTo.GrafanaLoki(loki, labels);
        var factory = LoggerFactory.Create(logging =>
        {
            logging.SetMinimumLevel(Floor(options.Level));
            // Four lines per request: ten thousand calls a second would displace everything else from the files.
            if (options.Level == LogDetail.Information) logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
            if (options.Level == LogDetail.Debug) return;
            // They log an error when a caller's bytes are not a message, and once a second while the service is halted. Internal errors are
            // logged where they are turned into an answer.
            logging.AddFilter("Grpc", LogLevel.Critical);
            logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical);
        });
        // Added to the factory, not to its builder: only then are they closed with it, and their buffers written.
        factory.AddProvider(new SerilogLoggerProvider(configuration.CreateLogger(), dispose: true));
        if (more is not null) factory.AddProvider(more);
        return factory;
    }

    private static LogEventLevel Level(LogDetail detail) => detail switch
    {
        LogDetail.Debug => LogEventLevel.Debug,
        LogDetail.Information => LogEventLevel.Information,
        LogDetail.Warning => LogEventLevel.Warning,
        _ => LogEventLevel.Error,
    };

    private static LogLevel Floor(LogDetail detail) => detail switch
    {
        LogDetail.Debug => LogLevel.Debug,
        LogDetail.Information => LogLevel.Information,
        LogDetail.Warning => LogLevel.Warning,
        _ => LogLevel.Error,
    };
}
