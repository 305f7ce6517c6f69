using ChaosService.Model.Clusters;
using ChaosService.Service.Logging;
using ChaosService.Service.Options;
using ChaosService.Service.Options.Texts;
using ChaosService.Telemetry.Logging;
using ChaosService.Telemetry.Logging.Nodes;
using ChaosService.Telemetry.Otlp;
using Microsoft.Extensions.Logging;
using Serilog.Sinks.Grafana.Loki;

namespace ChaosService.Telemetry;

/// <summary>This process's telemetry: logs to files, console and Loki; traces, metrics and logs to a collector.</summary>
internal sealed class ProcessTelemetry : ITelemetry
{
    /// <summary>The limit of <see cref="Dispose"/>: the sum of its parts' limits, which apply one after another, and a margin.</summary>
    public static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(25);

    private readonly ConsoleSink? _console;
    private readonly LokiPipe? _loki;
    private readonly NodeLogShipper? _nodes;
    private readonly OtlpExport? _otlp;

    private ProcessTelemetry(string stateDirectory, LogOptions log, LokiOptions loki, OtlpOptions otlp, TimeProvider time)
    {
        if (otlp.Enabled) _otlp = new OtlpExport(otlp);
        if (loki.Enabled)
        {
            var limits = new LokiLimits
            {
                BatchLines = loki.BatchPostingLimit, Period = loki.Period, QueueLines = loki.QueueLimit,
                QueueBytes = loki.QueueBytes.Bytes,
            };
            var credentials = loki.Login.Length > 0 ? new LokiCredentials { Login = loki.Login, Password = loki.Password } : null;
            _loki = new LokiPipe(loki.Uri, limits, time, credentials, loki.Tenant);
            if (loki.NodeLogs)
                _nodes = new NodeLogShipper(_loki, Labels(loki, "node"), limits.Flush, time, () => Logs!.CreateLogger<NodeLogShipper>());
        }
        _console = Loggers.Console(log, time);
        Logs = Loggers.Of(Path.Combine(stateDirectory, "logs"), log, _console, _loki, Labels(loki, "service"), _otlp?.Logs);
        Announce();
    }

    public ILoggerFactory Logs { get; }

    public INodeLogSink? NodeLogs => _nodes;

    /// <summary>Counts of the lines for Loki; null: none are sent there.</summary>
    public LokiFigures? LokiFigures => _loki?.Figures;

    public IReadOnlyList<object> MeterScopes => LokiFigures is { } loki ? [loki] : [];

    public IReadOnlyList<string> Warnings => [.. new[] { _console?.Trouble, _loki?.State.Trouble }.OfType<string>()];

    /// <summary>For commands: a file, and nothing that leaves the machine.</summary>
    public static ProcessTelemetry ToFile(string stateDirectory) =>
        new(stateDirectory, new LogOptions(), new LokiOptions(), new OtlpOptions(), TimeProvider.System);

    /// <summary>For the service.</summary>
    public static ProcessTelemetry Of(ServiceOptions options, TimeProvider time) =>
        new(options.State, options.Log, options.Loki, options.Otlp, time);

    public void Dispose()
    {
        _nodes?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _otlp?.Dispose();
        // Before the loggers: messages of the closing pipe still go to the file.
        _loki?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Logs.Dispose();
    }

    private static LokiLabel[] Labels(LokiOptions options, string origin) =>
    [
        new() { Key = "service", Value = "chaosservice" },
        .. PairText.Parse(options.Labels)!.Select(l => new LokiLabel { Key = l.Key, Value = l.Value }),
        new() { Key = "origin", Value = origin },
    ];

    private void Announce()
    {
        var log = Logs.CreateLogger<ProcessTelemetry>();
        if (_console is { } console)
            console.Changed += reason =>
            {
                if (reason is null) log.ConsoleTakes();
                else log.ConsoleFails(reason);
            };
        if (_loki is not { } loki) return;
        loki.State.Changed += reason =>
        {
            if (reason is null) log.LokiTakes(loki.Figures.Dropped);
            else log.LokiFails(reason);
        };
    }
}
