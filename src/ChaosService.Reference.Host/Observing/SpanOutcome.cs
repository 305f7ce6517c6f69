using System.Diagnostics;

namespace ChaosService.Reference.Host.Observing;

internal static class SpanOutcome
{
    /// <summary>Says how what a span stands for has ended.</summary>
    /// <param name="error">Null when nothing went wrong.</param>
    public static void End(this Activity? span, string outcome, string? error = null)
    {
        span?.SetTag("outcome", outcome);
        if (error is not null) span?.SetStatus(ActivityStatusCode.Error, error);
    }
}
