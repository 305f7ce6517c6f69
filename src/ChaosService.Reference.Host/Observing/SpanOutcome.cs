using System.Diagnostics;

namespace ChaosService.Reference.Host.Observing;

internal static class SpanOutcome
{
    /// <summary>Sets the outcome of a span.</summary>
    /// <param name="error">Null when there was none.</param>
    public static void End(this Activity? span, string outcome, string? error = null)
    {
        span?.SetTag("outcome", outcome);
        if (error is not null) span?.SetStatus(ActivityStatusCode.Error, error);
    }
}
