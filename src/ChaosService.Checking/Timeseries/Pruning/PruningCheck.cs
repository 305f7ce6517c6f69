using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Checking.Timeseries.Copies;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Pruning;

/// <summary>
/// Each query asked the partitions that can hold a row of its answer, according to the catalog, its times and its shard keys: no others,
/// which would be wasted work, and all of them, as rows could be missing otherwise.
/// </summary>
internal sealed class PruningCheck : ICheckKind
{
    public string Name => "pruning";

    public string Summary => "each query asked just the partitions that can hold a row of its answer, at nodes that own them";

    public CheckParameters? Bind(MapReader reader)
    {
        reader.Done();
        return new PruningParameters();
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var (queries, catalogs) = (Topics.Queries(history), Topics.Shards(history));
        var shards = KnownShard.In(catalogs);
        var untold = shards.Values.FirstOrDefault(s => s.First.Time is null || s.First.Keys is null);
        var asked = untold is null ? Asked(queries, shards, budget.Deadline) : [];
        List<Finding> findings = [.. asked.SelectMany(a => a.Partitions.Troubles(), (a, t) => new Finding
        {
            Anomaly = t.Anomaly, Explanation = t.Sentence, Faults = history.FaultsDuring(a.SinceNs, a.UntilNs),
        })];
        var (exact, pruned) = (asked.Count(a => a.Partitions.IsExact), asked.Count(a => a.Partitions.Needed < a.Partitions.Of));
        var undecided = history.Dropped > 0 ? Words.Dropped(history)
            : queries.Doubt ?? catalogs.Doubt
                ?? (shards.Count == 0 ? "the catalog was not seen to have a shard" : null)
                ?? (untold is not null ? $"the catalog does not tell the times and keys of shard {untold.First.Shard}" : null)
                ?? (pruned == 0 ? "no query was seen that could leave out a partition, so nothing can be said" : null)
                ?? (exact == 0 ? "no query came after its shards were seen, so that one was left out cannot be said" : null);
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = findings.Count > 0
                ? $"{Words.Many(findings.Count, "trouble")} with {asked.Count:#,0} queries: {findings[0].Explanation}"
                : undecided ?? $"{asked.Count:#,0} queries asked whom they should: {pruned:#,0} left out partitions, of {exact:#,0} every "
                    + "partition is certain",
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["query_count"] = asked.Count, ["pruned_count"] = pruned, ["exact_count"] = exact,
                ["missed_count"] = queries.All.Sum(q => q.View?.Missed ?? 0),
                ["not_pruned_count"] = findings.Count(f => f.Anomaly == "not-pruned"),
                ["left_out_count"] = findings.Count(f => f.Anomaly == "left-out"),
                ["wrong_node_count"] = findings.Count(f => f.Anomaly == "wrong-node"),
            },
        };
    }

    /// <summary>A query was answered after the node was polled for the previous line, which would contain it otherwise.</summary>
    private static List<(AskedPartitions Partitions, long SinceNs, long UntilNs)> Asked(
        Sights<QueriesView> sights, IReadOnlyDictionary<long, KnownShard> shards, CancellationToken deadline)
    {
        var since = new Dictionary<string, long>(StringComparer.Ordinal);
        List<(AskedPartitions, long, long)> asked = [];
        foreach (var sight in sights.All)
        {
            deadline.ThrowIfCancellationRequested();
            var before = since.GetValueOrDefault(sight.Subject);
            asked.AddRange((sight.View?.Queries ?? []).Select(q => (
                new AskedPartitions(sight, q, shards, before), before, sight.Line.TimeNs)));
            if (sight.View is not null) since[sight.Subject] = sight.Line.AskedNs;
        }
        return asked;
    }
}
