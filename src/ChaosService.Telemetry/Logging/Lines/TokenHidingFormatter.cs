using ChaosService.Engine.Tokens;
using Serilog.Events;
using Serilog.Formatting;

namespace ChaosService.Telemetry.Logging.Lines;

/// <summary>Keeps tokens out of the log, whatever logs them: a framework that logs addresses cannot know what a caller put there.</summary>
internal sealed class TokenHidingFormatter(ITextFormatter inner) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var text = new StringWriter();
        inner.Format(logEvent, text);
        output.Write(TokenText.HideIn(text.ToString()));
    }
}
