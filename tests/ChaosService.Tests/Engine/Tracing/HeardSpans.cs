using System.Collections.Concurrent;
using System.Diagnostics;
using ChaosService.Engine.Tracing;

namespace ChaosService.Tests.Engine.Tracing;

/// <summary>Listens to the spans of one trace; others of this process go on beside it.</summary>
internal sealed class HeardSpans : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = new();

    public HeardSpans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Spans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public ActivityTraceId Trace { get; } = ActivityTraceId.CreateRandom();

    public ActivitySpanId Caller { get; } = ActivitySpanId.CreateRandom();

    /// <summary>Of a caller that is in the trace.</summary>
    public string TraceParent => $"00-{Trace}-{Caller}-01";

    public IReadOnlyList<Activity> Ended => [.. _ended.Where(a => a.TraceId == Trace)];

    /// <summary>Of a run, in whatever trace.</summary>
    public Activity Accepted(string runId) =>
        _ended.Single(a => a.OperationName == "accept" && a.GetTagItem(SpanTags.Run) as string == runId);

    public Activity Single(string name) => Ended.Single(a => a.OperationName == name);

    /// <summary>Every span as <c>grandparent/parent/name</c>, in the order of their starts.</summary>
    public IReadOnlyList<string> Paths
    {
        get
        {
            var byId = Ended.ToDictionary(a => a.SpanId);
            string Path(Activity a) =>
                byId.TryGetValue(a.ParentSpanId, out var parent) ? $"{Path(parent)}/{a.OperationName}" : a.OperationName;
            return [.. Ended.OrderBy(a => a.StartTimeUtc).Select(Path)];
        }
    }

    public void Dispose() => _listener.Dispose();
}
