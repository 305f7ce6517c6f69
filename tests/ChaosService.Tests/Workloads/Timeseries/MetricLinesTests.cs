using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Timeseries;

namespace ChaosService.Tests.Workloads.Timeseries;

/// <summary>What is taken of a node's metrics.</summary>
public sealed class MetricLinesTests
{
    private const string Page = """
        # HELP tsdb_raft_messages_failed_total Messages that could not be delivered to a node.
        # TYPE tsdb_raft_messages_failed_total counter
        tsdb_raft_messages_failed_total{node="2"} 3
        tsdb_raft_messages_failed_total{node="3"} 4
        tsdb_write_answers_total{status="204"} 1e3
        tsdb_write_answers_total{status="503"} 2
        tsdb_raft_persist_seconds_sum 0.25
        tsdb_raft_persist_seconds_count 7
        tsdb_raft_persist_seconds_bucket{le="+Inf"} 7
        tsdb_disk_full 1
        tsdb_raft_messages_queued NaN
        process_open_handles 5
        """;

    [Fact]
    public async Task Series_are_added_up_but_by_the_label_that_matters()
    {
        using var node = new FakeNode(("/metrics", Page));
        var cluster = new FakeCluster(new ClusterNode("n1", "node"));
        cluster.Addresses["n1"] = node.Address;
        await using var database = new TimeseriesKind().Connect(
            new DatabaseRequest(cluster, new TimeseriesOptions(), "run/0/", TimeSpan.FromSeconds(5), TimeProvider.System));
        var probe = (IObservationProbe)database;
        var subject = probe.Subjects.Single(s => s.Topic == MetricsView.Topic);
        Assert.True(subject.IsCostly);

        var view = MetricsView.From(await probe.ObserveAsync(subject, TestContext.Current.CancellationToken))!;
        Assert.Equal(
            [
                ("tsdb_disk_full", 1d), ("tsdb_raft_messages_failed_total", 7), ("tsdb_raft_persist_seconds_count", 7),
                ("tsdb_raft_persist_seconds_sum", 0.25), ("tsdb_write_answers_total{204}", 1000), ("tsdb_write_answers_total{503}", 2),
            ],
            view.Values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => (v.Key, v.Value)));
    }

    [Fact]
    public void Value_with_something_that_is_no_number_is_not_understood() =>
        Assert.Null(MetricsView.From(OpValue.Object([new("a", OpValue.Integer(1)), new("b", OpValue.Text("2"))])));
}
