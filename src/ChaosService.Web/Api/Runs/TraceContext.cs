using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Api.Runs;

/// <summary>W3C trace context: what a caller sends, and what it gets back.</summary>
internal static class TraceContext
{
    private const string Brought = "traceparent";

    /// <summary>The name in the W3C's draft for answers.</summary>
    private const string Told = "traceresponse";

    /// <summary>Null when the request has none, or a malformed one: the standard wants that to be ignored, not refused.</summary>
    public static string? Of(HttpRequest request) =>
        request.Headers[Brought] is [{ } text] && ActivityContext.TryParse(text, traceState: null, isRemote: true, out _) ? text : null;

    /// <summary>Gives the caller the trace and the span of its request.</summary>
    public static void Answer(HttpResponse response, string? traceParent)
    {
        if (traceParent is not null) response.Headers[Told] = traceParent;
    }
}
