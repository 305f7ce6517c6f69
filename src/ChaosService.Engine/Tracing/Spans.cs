using System.Diagnostics;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;

namespace ChaosService.Engine.Tracing;

/// <summary>
/// The spans of a run: one trace from its acceptance to its report. Without a listener all of them are null, and making it costs a
/// look at a field.
/// </summary>
public static class Spans
{
    /// <summary>To listen to.</summary>
    public const string SourceName = "ChaosService";

    private static readonly ActivitySource Source = new(SourceName, typeof(Spans).Assembly.GetName().Version?.ToString(3));

    /// <summary>
    /// The acceptance of a run: the root of its trace, or a child of the caller's span. Returns the parent of the run's span, as W3C
    /// <c>traceparent</c>.
    /// </summary>
    /// <param name="traceParent">W3C, of the caller; null: there is no caller, or no trace.</param>
    public static string? Accept(StoredRun run, string? traceParent)
    {
        if (!Source.HasListeners()) return null;
        var around = Activity.Current;
        using (var span = Root("accept", ActivityKind.Server, traceParent))
        {
            traceParent = span?.Id;
            span?.SetTag(SpanTags.Run, run.Id).SetTag(SpanTags.Experiment, run.Experiment).SetTag(SpanTags.Target, run.Project).SetTag(
                SpanTags.Cause, run.Cause);
        }
        // The request goes on as it was.
        Activity.Current = around;
        return traceParent;
    }

    /// <summary>Of a whole run. Current from here on: all that follow are inside.</summary>
    internal static Activity? Run(string runId, Plan plan, string? traceParent) =>
        Root("run", ActivityKind.Internal, traceParent)
            ?.SetTag(SpanTags.Run, runId).SetTag(SpanTags.Experiment, plan.Experiment).SetTag(
                SpanTags.Target, plan.Target.Project.Text).SetTag(SpanTags.Seed, plan.Seed);

    /// <summary>A part of a run: <c>steady state</c>, <c>load and faults</c>, <c>checking</c>.</summary>
    internal static Activity? Phase(string name) => Source.StartActivity(name);

    internal static Activity? Window(int index) => Source.StartActivity("window")?.SetTag(SpanTags.Window, index);

    internal static Activity? Fault(PlannedFault planned) =>
        Source.HasListeners() ? Source.StartActivity(
            $"fault {planned.Kind}")?.SetTag(SpanTags.Fault, planned.Id).SetTag(SpanTags.FaultKind, planned.Kind) : null;

    /// <summary>A step of a fault: <c>injecting</c>, <c>observing the effect</c>, <c>reverting</c>.</summary>
    internal static Activity? Step(string doing) => Source.StartActivity(doing);

    internal static Activity? Check(string kind) =>
        Source.HasListeners() ? Source.StartActivity($"check {kind}")?.SetTag(SpanTags.Check, kind) : null;

    private static Activity? Root(string name, ActivityKind kind, string? traceParent)
    {
        if (!Source.HasListeners()) return null;
        // Without a parent the framework would take what happens to be current, which is a request or another run.
        Activity.Current = null;
        ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent);
        return Source.StartActivity(name, kind, parent);
    }
}
