using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Api.Runs;

/// <summary>W3C trace context: what a caller brings, and what it is told.</summary>
internal static class TraceContext
{
    private const string Brought = "traceparent";

    /// <summary>As the W3C's draft for answers names it.</summary>
    private const string Told = "traceresponse";

    /// <summary>Null when the request has none, or one that is malformed: the standard wants that ignored, not refused.</summary>
    public static string? Of(HttpRequest request) =>
        request.Headers[Brought] is [{ } text] && ActivityContext.TryParse(text, traceState: null, isRemote: true, out _) ? text : null;

    /// <summary>Tells the caller the trace and the span that its request became.</summary>
    public static void Answer(HttpResponse response, string? traceParent)
    {
        if (traceParent is not null) response.Headers[Told] = traceParent;
    }
}
