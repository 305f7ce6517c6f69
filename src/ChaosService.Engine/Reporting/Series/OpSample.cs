using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Histories;

namespace ChaosService.Engine.Reporting.Series;

/// <summary>
/// The ops worth showing one by one: in each bucket the slowest ok op and the first few that failed or are unknown. Bounded,
/// whatever the history's length; the ops that findings name come on top of it from the findings themselves.
/// </summary>
internal static class OpSample
{
    /// <summary>Per bucket and outcome. With 600 buckets at most: 600 ok, 1,800 fail, 1,800 info.</summary>
    private const int UnsuccessfulPerBucket = 3;

    /// <summary>A database may answer with a page of its own; the history holds all of it.</summary>
    private const int ErrorLengthMax = 200;

    public static IReadOnlyList<ReportOp> From(History history, long bucketNs)
    {
        var buckets = new SortedDictionary<int, Bucket>();
        foreach (ref readonly var op in history.Ops.Span)
        {
            var number = RunSeries.BucketOf(op, bucketNs);
            if (!buckets.TryGetValue(number, out var bucket)) buckets[number] = bucket = new Bucket();
            bucket.Offer(op);
        }
        return [.. buckets.Values.SelectMany(b => b.Ops()).OrderBy(o => o.Index).Select(Short)];
    }

    private static ReportOp Short(Op op) =>
        ReportOp.From(op) with { Error = op.Error is { Length: > ErrorLengthMax } error ? error[..ErrorLengthMax] + "…" : op.Error };

    private sealed class Bucket
    {
        private readonly List<Op> _unsuccessful = [];
        private Op? _slowest;
        private int _fails, _infos;

        public void Offer(in Op op)
        {
            if (op.Outcome == OpType.Ok)
            {
                if (_slowest is not { } slowest || op.LatencyNs > slowest.LatencyNs) _slowest = op;
                return;
            }
            ref var seen = ref (op.Outcome == OpType.Fail ? ref _fails : ref _infos);
            if (seen++ < UnsuccessfulPerBucket) _unsuccessful.Add(op);
        }

        public IEnumerable<Op> Ops() => _slowest is { } slowest ? _unsuccessful.Append(slowest) : _unsuccessful;
    }
}
