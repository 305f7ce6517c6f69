using Prometheus;

namespace ChaosService.Reference.Host.Observing;

/// <summary>What a node counts and measures, in a registry of its own: two nodes in one process do not add up.</summary>
internal sealed class NodeMetrics
{
    private static readonly double[] Seconds = [.. Histogram.ExponentialBuckets(0.0005, 2, 15)];

    private readonly Histogram _persist;
    private readonly Histogram _write;
    private readonly Histogram _query;

    public NodeMetrics()
    {
        Registry = Metrics.NewCustomRegistry();
        var make = Metrics.WithCustomRegistry(Registry);
        LinesWritten = make.CreateCounter("tsdb_write_lines_total", "Lines that this node acknowledged to clients.", "outcome");
        BytesWritten = make.CreateCounter("tsdb_write_bytes_total", "Bytes of line protocol that clients sent.");
        _write = make.CreateHistogram("tsdb_write_seconds", "A client's write, from its body to its answer.", Buckets());
        BatchesWritten = make.CreateCounter(
            "tsdb_write_batches_total", "Batches for one partition each, by where they were handed to.", "partition", "route", "outcome");
        _query = make.CreateHistogram("tsdb_query_seconds", "A client's query, from its text to its answer.", Buckets());
        Queries = make.CreateCounter("tsdb_query_total", "Clients' queries.", "outcome");
        RowsReturned = make.CreateCounter("tsdb_query_rows_total", "Rows that clients were given.");
        RowsScanned = make.CreateCounter("tsdb_query_rows_scanned_total", "Points that queries read, by the node that had them.", "node");
        FragmentSeconds = make.CreateHistogram(
            "tsdb_query_fragment_seconds", "The part of a query that one node answers.",
            new HistogramConfiguration { Buckets = Seconds, LabelNames = ["node"] });
        Role = make.CreateGauge("tsdb_raft_role", "Role in a group: 0 follower, 1 pre-candidate, 2 candidate, 3 leader.", "group");
        Applied = make.CreateCounter("tsdb_raft_applied_total", "Entries that were committed and applied.", "group");
        Lag = make.CreateGauge("tsdb_raft_unapplied_entries", "Entries in the log that are not known to be committed.", "group");
        _persist = make.CreateHistogram("tsdb_raft_persist_seconds", "Writing what groups want persisted, fsync included.", Buckets());
        MessagesSent = make.CreateCounter("tsdb_raft_messages_sent_total", "Messages that were delivered to a node.", "node");
        MessagesFailed = make.CreateCounter("tsdb_raft_messages_failed_total", "Messages that could not be delivered to a node.", "node");
        MessagesLost = make.CreateCounter("tsdb_raft_messages_lost_total", "Messages that came to a full queue.");
        QueuedInputs = make.CreateGauge("tsdb_raft_queued_inputs", "What waits for the driver.");
        WalBytes = make.CreateGauge("tsdb_wal_bytes", "Length of the write-ahead log.");
        DiskFull = make.CreateGauge("tsdb_disk_full", "1 while writes are refused for want of room.");
        ShardStatus = make.CreateGauge("tsdb_shard_status", "1 for the status that a shard has.", "database", "table", "shard", "status");
    }

    public CollectorRegistry Registry { get; }

    public Counter LinesWritten { get; }

    public Counter BytesWritten { get; }

    public Counter BatchesWritten { get; }

    public Counter Queries { get; }

    public Counter RowsReturned { get; }

    public Counter RowsScanned { get; }

    public Histogram FragmentSeconds { get; }

    public Gauge Role { get; }

    public Counter Applied { get; }

    public Gauge Lag { get; }

    public Counter MessagesSent { get; }

    public Counter MessagesFailed { get; }

    public Counter MessagesLost { get; }

    public Gauge QueuedInputs { get; }

    public Gauge WalBytes { get; }

    public Gauge DiskFull { get; }

    public Gauge ShardStatus { get; }

    public IDisposable Persist() => _persist.NewTimer();

    public IDisposable Write() => _write.NewTimer();

    public IDisposable Query() => _query.NewTimer();

    private static HistogramConfiguration Buckets() => new() { Buckets = Seconds };
}
