using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace ChaosService.Telemetry.Logging.Lines;

/// <summary>A line for people: time, level, source, context, message.</summary>
internal sealed class LogLine : ITextFormatter
{
    /// <summary>The context of a line, as far as it has any; the other fields are in its message.</summary>
    private static readonly string[] Shown = [LogFields.Run, LogFields.Experiment, LogFields.Fault, LogFields.TraceId];

    private readonly MessageTemplateTextFormatter _head = new("{Timestamp:O} {Level:u3} {SourceContext}");
    private readonly MessageTemplateTextFormatter _message = new(" {Message:lj}{NewLine}{Exception}");

    public void Format(LogEvent logEvent, TextWriter output)
    {
        _head.Format(logEvent, output);
        foreach (var (name, value) in LogFields.Of(logEvent))
        {
            if (!Shown.Contains(name)) continue;
            output.Write(' ');
            output.Write(name);
            output.Write('=');
            output.Write(value);
        }
        _message.Format(logEvent, output);
    }
}
