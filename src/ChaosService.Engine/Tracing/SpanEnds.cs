using System.Diagnostics;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Tracing;

/// <summary>Sets the result of a span. Does nothing to a null span.</summary>
internal static class SpanEnds
{
    /// <summary>An error when it is invalid, unless that is what the experiment expects, and when it ended early.</summary>
    public static void Judged(this Activity? span, RunVerdict verdict)
    {
        if (span is null) return;
        var reason = verdict.Aborted ?? verdict.Reason;
        span.SetTag(SpanTags.Verdict, Word(verdict.Outcome)).SetTag(SpanTags.Reason, reason);
        if (verdict.Aborted is not null || (verdict.Outcome == Outcome.Invalid && !verdict.ExpectationMet))
            span.SetStatus(ActivityStatusCode.Error, reason);
    }

    public static void Judged(this Activity? span, CheckVerdict verdict)
    {
        if (span is null) return;
        span.SetTag(SpanTags.Verdict, Word(verdict.Outcome)).SetTag(SpanTags.Reason, verdict.Summary);
        if (verdict.Outcome == Outcome.Invalid) span.SetStatus(ActivityStatusCode.Error, verdict.Summary);
    }

    public static void Failed(this Activity? span, Exception e)
    {
        if (span is null) return;
        span.SetStatus(ActivityStatusCode.Error, e.Message).SetTag("error.type", e.GetType().FullName);
    }

    /// <summary>
    /// A fault's step as an event of what is current: the fault's own span, or one of its parts. A step that failed, or an effect that
    /// nobody saw, is an error.
    /// </summary>
    public static void Stepped(this Activity? span, FaultEvent e)
    {
        if (span is null) return;
        var tags = new ActivityTagsCollection
        {
            [SpanTags.Fault] = e.FaultId, [SpanTags.FaultNodes] = string.Join(",", e.Nodes), [SpanTags.FaultDetail] = e.Detail,
        };
        if (e.Proven is { } proven) tags[SpanTags.FaultProven] = proven;
        span.AddEvent(new ActivityEvent(Word(e.Step), tags: tags));
        if (e.Step == FaultStep.Failed || e.Proven == false) span.SetStatus(ActivityStatusCode.Error, e.Detail);
    }

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
