using ChaosService.Reference.Host.Observing;
using Prometheus;

namespace ChaosService.Reference.Host.Moves;

/// <summary>A coordinator's metrics of its moves.</summary>
internal sealed class MoveMetrics
{
    public MoveMetrics(NodeMetrics node)
    {
        var make = Metrics.WithCustomRegistry(node.Registry);
        InProgress = make.CreateGauge("tsdb_moves_in_progress", "Shards that are moving, as the node that coordinates moves sees it.");
        Ended = make.CreateCounter("tsdb_moves_total", "Moves that this node saw end.", "outcome");
        Calls = make.CreateCounter("tsdb_move_calls_total", "What this node asked of nodes for moves.", "rpc", "outcome");
        CallSeconds = make.CreateHistogram(
            "tsdb_move_call_seconds", "One such question, to its answer.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.001, 2, 13), LabelNames = ["rpc"] });
    }

    public Gauge InProgress { get; }

    public Counter Ended { get; }

    public Counter Calls { get; }

    public Histogram CallSeconds { get; }
}
