using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace ChaosService.Telemetry.Logging.Lines;

/// <summary>A line for programs: a flat JSON object.</summary>
internal sealed class JsonLogLine : ITextFormatter
{
    // A property called "message" would be in the object twice; that is no reason to drop the line.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly MessageTemplateTextFormatter _message = new("{Message:lj}");

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var message = new StringWriter();
        _message.Format(logEvent, message);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Json))
        {
            json.WriteStartObject();
            json.WriteString("time", logEvent.Timestamp.UtcDateTime);
            json.WriteString("level", LogWords.Of(logEvent.Level));
            json.WriteString("message", message.ToString());
            foreach (var (name, value) in LogFields.Of(logEvent)) json.WriteString(name, value);
            if (logEvent.Exception is { } exception) json.WriteString("exception", exception.ToString());
            json.WriteEndObject();
        }
        output.Write(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
        output.Write('\n');
    }
}
