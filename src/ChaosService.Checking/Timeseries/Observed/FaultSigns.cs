namespace ChaosService.Checking.Timeseries.Observed;

/// <summary>
/// Which metrics a kind of fault must show in: any of them is enough. That others move as well says nothing of the fault.
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

    /// <returns>Beginnings of names, those that say the most first; one that is empty for kinds that may show anywhere.</returns>
    public static IReadOnlyList<string> Of(string kind) =>
        Known.Where(k => k.Kinds.Any(b => kind.StartsWith(b, StringComparison.Ordinal))).Select(k => k.Metrics).FirstOrDefault() ?? [""];
}
