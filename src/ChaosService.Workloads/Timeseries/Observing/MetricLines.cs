using System.Globalization;
using System.Text.RegularExpressions;
using ChaosService.Model.Histories;

namespace ChaosService.Workloads.Timeseries.Observing;

/// <summary>The metrics of a node that show problems, out of the hundreds of lines of its page in Prometheus' text format.</summary>
internal static partial class MetricLines
{
    /// <summary>By name, with the label whose values are kept separate; series that differ in other labels are added up.</summary>
    private static readonly Dictionary<string, string?> Kept = new(StringComparer.Ordinal)
    {
        ["tsdb_write_answers_total"] = "status", ["tsdb_query_total"] = "outcome", ["tsdb_query_fragment_errors_total"] = null,
        ["tsdb_raft_messages_failed_total"] = null, ["tsdb_raft_messages_lost_total"] = null, ["tsdb_raft_messages_queued"] = null,
        ["tsdb_raft_role"] = null, ["tsdb_replication_lag_entries"] = null, ["tsdb_disk_full"] = null,
        ["tsdb_write_seconds_sum"] = null, ["tsdb_write_seconds_count"] = null, ["tsdb_query_seconds_sum"] = null,
        ["tsdb_query_seconds_count"] = null, ["tsdb_write_forward_seconds_sum"] = null, ["tsdb_write_forward_seconds_count"] = null,
        ["tsdb_raft_commit_seconds_sum"] = null, ["tsdb_raft_commit_seconds_count"] = null, ["tsdb_raft_persist_seconds_sum"] = null,
        ["tsdb_raft_persist_seconds_count"] = null,
    };

    public static MetricsView Read(string page)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (Match line in Line().Matches(page))
        {
            var name = line.Groups["name"].Value;
            if (!Kept.TryGetValue(name, out var label)) continue;
            var number = line.Groups["value"].Value;
            if (!double.TryParse(number, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)) continue;
            var key = label is null ? name : $"{name}{{{Label(line.Groups["labels"].Value, label)}}}";
            values[key] = values.GetValueOrDefault(key) + value;
        }
        return new MetricsView(values);
    }

    private static string Label(string labels, string name)
    {
        var at = labels.IndexOf($"{name}=\"", StringComparison.Ordinal);
        return at < 0 ? "" : labels[(at + name.Length + 2)..].Split('"')[0];
    }

    [GeneratedRegex(@"^(?<name>\w+)(?:\{(?<labels>[^}]*)\})? (?<value>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
