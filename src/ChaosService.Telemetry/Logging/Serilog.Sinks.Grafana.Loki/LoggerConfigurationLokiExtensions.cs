using Serilog.Configuration;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace Serilog.Sinks.Grafana.Loki;

/// <summary>
/// <c>WriteTo.GrafanaLoki(…)</c>, in the namespace and with the parameters of the package Serilog.Sinks.Grafana.Loki: where that is
/// available, it can replace this sink by changing one line.
/// </summary>
internal static class LoggerConfigurationLokiExtensions
{
    /// <summary>The line itself: structured data is sent as metadata.</summary>
    private const string Template = "{Message:lj}{NewLine}{Exception}";

    /// <param name="uri">The server: <c>http://localhost:3100</c>.</param>
    /// <param name="labels">The labels of every stream; the level is added.</param>
    /// <param name="propertiesAsLabels">Properties of events that become labels, too. Each should have few values.</param>
    /// <param name="tenant">Sent as <c>X-Scope-OrgID</c>.</param>
    /// <param name="batchPostingLimit">Lines per push.</param>
    /// <param name="queueLimit">Lines that are kept while Loki does not accept them.</param>
    /// <param name="period">The longest time that a line waits for others.</param>
    /// <param name="textFormatter">Default: message and exception.</param>
    public static LoggerConfiguration GrafanaLoki(
        this LoggerSinkConfiguration sinkConfiguration,
        string uri,
        IEnumerable<LokiLabel>? labels = null,
        IEnumerable<string>? propertiesAsLabels = null,
        LokiCredentials? credentials = null,
        string? tenant = null,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        int batchPostingLimit = 1000,
        int? queueLimit = null,
        TimeSpan? period = null,
        ITextFormatter? textFormatter = null,
        TimeProvider? time = null)
    {
        var limits = new LokiLimits();
        limits = limits with
        {
            BatchLines = batchPostingLimit,
            QueueLines = queueLimit ?? limits.QueueLines,
            Period = period ?? limits.Period,
        };
        var pipe = new LokiPipe(uri, limits, time ?? TimeProvider.System, credentials, tenant);
        return sinkConfiguration.Sink(Sink(pipe, labels, propertiesAsLabels, textFormatter, ownsPipe: true), restrictedToMinimumLevel);
    }

    /// <summary>To a pipe that is shared, and closed by its owner.</summary>
    public static LoggerConfiguration GrafanaLoki(
        this LoggerSinkConfiguration sinkConfiguration, LokiPipe pipe, IEnumerable<LokiLabel> labels) =>
        sinkConfiguration.Sink(Sink(pipe, labels, null, null, ownsPipe: false));

    private static LokiSink Sink(
        LokiPipe pipe, IEnumerable<LokiLabel>? labels, IEnumerable<string>? properties, ITextFormatter? formatter, bool ownsPipe) =>
        new(pipe, [.. labels ?? []], [.. properties ?? []], formatter ?? new MessageTemplateTextFormatter(Template), ownsPipe);
}
