using ChaosService.Reference.Host.Settings;
using Prometheus;

namespace ChaosService.Reference.Host.Observing;

/// <summary>A node's metrics, in its own registry: two nodes in one process are not added up.</summary>
internal sealed class NodeMetrics
{
    private static readonly double[] Seconds = [.. Histogram.ExponentialBuckets(0.0005, 2, 15)];

    private readonly Histogram _persist;
    private readonly Histogram _write;
    private readonly Histogram _query;
    private readonly Gauge _waiting;

    public NodeMetrics(ObservingBugs bugs = ObservingBugs.None)
    {
        ShowsTrouble = !bugs.HasFlag(ObservingBugs.SilentFault);
        Registry = Metrics.NewCustomRegistry();
        var make = Metrics.WithCustomRegistry(Registry);
        LinesWritten = make.CreateCounter("tsdb_write_lines_total", "Clients' lines, by what they were told of them.", "outcome");
        WriteAnswers = make.CreateCounter("tsdb_write_answers_total", "Clients' writes, by the status of their answer.", "status");
        _waiting = make.CreateGauge("tsdb_write_batches_waiting", "Batches that wait for a partition's answer.");
        PartitionLines = make.CreateCounter("tsdb_write_partition_lines_total", "Points that a partition acknowledged.", "partition");
        ForwardSeconds = make.CreateHistogram(
            "tsdb_write_forward_seconds", "A batch that another node leads, there and back.",
            new HistogramConfiguration { Buckets = Seconds, LabelNames = ["node"] });
        BytesWritten = make.CreateCounter("tsdb_write_bytes_total", "Bytes of line protocol that clients sent.");
        _write = make.CreateHistogram("tsdb_write_seconds", "A client's write, from its body to its answer.", Buckets());
        BatchesWritten = make.CreateCounter(
            "tsdb_write_batches_total", "Batches for one partition each, by where they were handed to.", "partition", "route", "outcome");
        _query = make.CreateHistogram("tsdb_query_seconds", "A client's query, from its text to its answer.", Buckets());
        Queries = make.CreateCounter("tsdb_query_total", "Clients' queries.", "outcome");
        RowsReturned = make.CreateCounter("tsdb_query_rows_total", "Rows that clients were given.");
        RowsScanned = make.CreateCounter("tsdb_query_rows_scanned_total", "Points that queries read, by the node that had them.", "node");
        BytesScanned = make.CreateCounter("tsdb_query_bytes_scanned_total", "Size of those points, by the node that had them.", "node");
        BytesReturned = make.CreateCounter("tsdb_query_bytes_returned_total", "Bytes of answers that clients were given.");
        FragmentErrors = make.CreateCounter("tsdb_query_fragment_errors_total", "Parts of queries that a node did not answer.", "node");
        FragmentSeconds = make.CreateHistogram(
            "tsdb_query_fragment_seconds", "The part of a query that one node answers.",
            new HistogramConfiguration { Buckets = Seconds, LabelNames = ["node"] });
        Role = make.CreateGauge("tsdb_raft_role", "Role in a group: 0 follower, 1 pre-candidate, 2 candidate, 3 leader.", "group");
        Applied = make.CreateCounter("tsdb_raft_applied_total", "Entries that were committed and applied.", "group");
        Lag = make.CreateGauge("tsdb_raft_unapplied_entries", "Entries in the log that are not known to be committed.", "group");
        ReplicationLag = make.CreateGauge(
            "tsdb_replication_lag_entries", "Entries of a log that this node leads and that a peer is not known to have.", "group", "node");
        CommitSeconds = make.CreateHistogram(
            "tsdb_raft_commit_seconds", "From a proposal to this node until it is committed and applied.", Buckets());
        _persist = make.CreateHistogram("tsdb_raft_persist_seconds", "Writing what groups want persisted, fsync included.", Buckets());
        MessagesSent = make.CreateCounter("tsdb_raft_messages_sent_total", "Messages that were delivered to a node.", "node");
        MessagesFailed = make.CreateCounter("tsdb_raft_messages_failed_total", "Messages that could not be delivered to a node.", "node");
        MessagesLost = make.CreateCounter("tsdb_raft_messages_lost_total", "Messages that came to a full queue.");
        MessagesQueued = make.CreateGauge("tsdb_raft_messages_queued", "Messages that wait to be sent to a node.", "node");
        QueuedInputs = make.CreateGauge("tsdb_raft_queued_inputs", "What waits for the driver.");
        WalBytes = make.CreateGauge("tsdb_wal_bytes", "Length of the write-ahead log.");
        ObjectStoreRequests = make.CreateCounter(
            "tsdb_object_store_requests_total", "Requests to the object store, by what came of them.", "request", "outcome");
        DiskFull = make.CreateGauge("tsdb_disk_full", "1 while writes are refused for want of room.");
        ShardStatus = make.CreateGauge("tsdb_shard_status", "1 for the status that a shard has.", "database", "table", "shard", "status");
    }

    /// <summary>Whether a full disk, and writes that could not be stored, are counted.</summary>
    public bool ShowsTrouble { get; }

    public CollectorRegistry Registry { get; }

    public Counter LinesWritten { get; }

    public Counter BytesWritten { get; }

    public Counter WriteAnswers { get; }

    public Counter PartitionLines { get; }

    public Histogram ForwardSeconds { get; }

    public Counter BatchesWritten { get; }

    public Counter Queries { get; }

    public Counter RowsReturned { get; }

    public Counter RowsScanned { get; }

    public Counter BytesScanned { get; }

    public Counter BytesReturned { get; }

    public Counter FragmentErrors { get; }

    public Histogram FragmentSeconds { get; }

    public Gauge Role { get; }

    public Counter Applied { get; }

    public Gauge Lag { get; }

    public Gauge ReplicationLag { get; }

    public Histogram CommitSeconds { get; }

    public Gauge MessagesQueued { get; }

    public Counter MessagesSent { get; }

    public Counter MessagesFailed { get; }

    public Counter MessagesLost { get; }

    public Gauge QueuedInputs { get; }

    public Gauge WalBytes { get; }

    public Counter ObjectStoreRequests { get; }

    public Gauge DiskFull { get; }

    public Gauge ShardStatus { get; }

    public IDisposable Persist() => _persist.NewTimer();

    /// <summary>A batch waits until this is disposed of.</summary>
    public IDisposable Wait() => _waiting.TrackInProgress();

    public IDisposable Write() => _write.NewTimer();

    public IDisposable Query() => _query.NewTimer();

    private static HistogramConfiguration Buckets() => new() { Buckets = Seconds };
}
