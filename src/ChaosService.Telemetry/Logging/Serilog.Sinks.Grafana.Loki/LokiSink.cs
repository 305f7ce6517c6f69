using ChaosService.Engine.Tokens;
using ChaosService.Telemetry.Logging.Lines;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Serilog.Sinks.Grafana.Loki;

/// <summary>Serilog's events as lines for Loki: a few labels, the text, and everything else as structured metadata.</summary>
/// <param name="ownsPipe">Whether the pipe is closed with the sink.</param>
internal sealed class LokiSink(
    LokiPipe pipe, IReadOnlyList<LokiLabel> labels, IReadOnlyCollection<string> propertiesAsLabels, ITextFormatter formatter, bool ownsPipe)
    : ILogEventSink, IDisposable
{
    private const string LevelLabel = "level";

    /// <summary>Without properties as labels there is one stream per level.</summary>
    private readonly Dictionary<LogEventLevel, LokiStream> _byLevel =
        Enum.GetValues<LogEventLevel>()
            .ToDictionary(l => l, l => LokiStream.Of([.. labels, new LokiLabel { Key = LevelLabel, Value = LogWords.Of(l) }]));

    public void Emit(LogEvent logEvent)
    {
        using var text = new StringWriter();
        formatter.Format(logEvent, text);
        var fields = LogFields.Of(logEvent);
        pipe.Add(new LokiLine(
            StreamOf(logEvent), LogFields.TimeNs(logEvent), LokiLine.Cut(TokenText.HideIn(text.ToString().TrimEnd('\r', '\n'))), fields));
    }

    public void Dispose()
    {
        // Serilog closes its sinks synchronously; the pipe's own limit bounds the wait.
        if (ownsPipe) pipe.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private LokiStream StreamOf(LogEvent logEvent)
    {
        if (propertiesAsLabels.Count == 0) return _byLevel[logEvent.Level];
        var own = propertiesAsLabels.Where(logEvent.Properties.ContainsKey)
            .Select(p => new LokiLabel { Key = LogFields.Name(p), Value = LogFields.Value(p, logEvent.Properties[p]) ?? "" });
        return LokiStream.Of([.. labels, .. own, new LokiLabel { Key = LevelLabel, Value = LogWords.Of(logEvent.Level) }]);
    }
}
