namespace ChaosService.Checking.Timeseries.Observed;

/// <summary>
/// The metrics in which a kind of fault must show: any of them is enough. A change of other metrics is no evidence of the fault.
/// </summary>
internal static class FaultSigns
{
    private static readonly string[] Latencies = ["tsdb_write_seconds", "tsdb_raft_commit_seconds", "tsdb_query_seconds"];

    private static readonly string[] Peers =
    [
        "tsdb_raft_messages_", "tsdb_query_fragment_errors_total", "tsdb_raft_role", "tsdb_replication_lag_entries",
        "tsdb_write_forward_seconds", .. Latencies,
    ];

    private static readonly (string[] Kinds, string[] Metrics)[] Known =
    [
        (["disk-fill", "disk-inodes", "disk-read-only"], ["tsdb_disk_full", "tsdb_write_answers_total{5"]),
        (["disk-"], ["tsdb_raft_persist_seconds", "tsdb_disk_full", .. Latencies]),
        (["network-", "connection-", "tcp-", "dns-", "http-", "grpc-", "container-", "process-"], Peers),
    ];

    /// <returns>Prefixes of names, the clearest first; a single empty one for kinds that may show anywhere.</returns>
    public static IReadOnlyList<string> Of(string kind) =>
        Known.Where(k => k.Kinds.Any(b => kind.StartsWith(b, StringComparison.Ordinal))).Select(k => k.Metrics).FirstOrDefault() ?? [""];
}
