using Serilog.Configuration;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace Serilog.Sinks.Grafana.Loki;

/// <summary>
/// <c>WriteTo.GrafanaLoki(…)</c>, in the namespace and with the parameters of the package Serilog.Sinks.Grafana.Loki: where that can be
/// had, it takes the place of this sink with one line.
/// </summary>
internal static class LoggerConfigurationLokiExtensions
{
    /// <summary>The line itself: what is structured is metadata beside it.</summary>
    private const string Template = "{Message:lj}{NewLine}{Exception}";

    /// <param name="uri">The server: <c>http://localhost:3100</c>.</param>
    /// <param name="labels">Of every stream; the level comes on top.</param>
    /// <param name="propertiesAsLabels">Properties of events that become labels too. Of few values each.</param>
    /// <param name="tenant">Sent as <c>X-Scope-OrgID</c>.</param>
    /// <param name="batchPostingLimit">Lines of a push.</param>
    /// <param name="queueLimit">Lines that are kept while Loki does not take them.</param>
    /// <param name="period">The longest that a line waits for others.</param>
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

    /// <summary>To a pipe that others use too, and that somebody else closes.</summary>
    public static LoggerConfiguration GrafanaLoki(
        this LoggerSinkConfiguration sinkConfiguration, LokiPipe pipe, IEnumerable<LokiLabel> labels) =>
        sinkConfiguration.Sink(Sink(pipe, labels, null, null, ownsPipe: false));

    private static LokiSink Sink(
        LokiPipe pipe, IEnumerable<LokiLabel>? labels, IEnumerable<string>? properties, ITextFormatter? formatter, bool ownsPipe) =>
        new(pipe, [.. labels ?? []], [.. properties ?? []], formatter ?? new MessageTemplateTextFormatter(Template), ownsPipe);
}
