using ChaosService.Checking.Findings;
using ChaosService.Checking.Timeseries.Points;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Copies;

/// <summary>
/// At the end each node holds exactly what it owns according to the catalog, each partition has its number of copies, on as many nodes, and
/// each point is in the partition given by its key's hash. No catalog that was observed on the way had fewer copies.
/// </summary>
internal sealed class PlacementCheck : ICheckKind
{
    private const int CountMax = 100;

    public string Name => "placement";

    public string Summary => "each node holds just what it owns, each partition has all its copies, each point is in its partition";

    public CheckParameters? Bind(MapReader reader)
    {
        var result = new PlacementParameters(
            (int?)reader.Integer("replicas", 1, CountMax), (int?)reader.Integer("spread", 0, CountMax), reader.Flag("hashed") ?? true);
        reader.Done();
        return result;
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var asked = (PlacementParameters)parameters;
        var (shards, replicas) = (Topics.Shards(history), Topics.Replicas(history));
        var owners = Owners.AtTheEnd(shards);
        var ends = replicas.Last;
        var held = Held.Points(ends, owners);
        var spreads = Held.Spreads(owners);
        List<(string Anomaly, string Sentence)> troubles =
        [
            .. CopyCounts.Troubles(shards, asked.Replicas), .. Held.Troubles(ends, owners),
            .. !asked.Hashed || owners.Moving.Count > 0 ? [] : PointHistory.Of(history)
                .SelectMany(t => HashedPoints.Troubles(t, held)).Select(t => ("misplaced", t)),
            .. spreads.Where(s => s.Value.Most - s.Value.Fewest > asked.Spread).Select(s => (
                "uneven",
                $"of table {s.Key} one node has {s.Value.Most} copies and another {s.Value.Fewest}, more than {asked.Spread} apart")),
        ];
        List<Finding> findings = [.. troubles.Select(t => new Finding { Anomaly = t.Anomaly, Explanation = t.Sentence })];
        var silent = ends.FirstOrDefault(s => s.View is null);
        var undecided = history.Dropped > 0 ? Words.Dropped(history)
            : shards.Doubt ?? replicas.Doubt
                ?? (history.TimeOf(RunPhase.FinalReadsEnded) is null ? "the run was not observed to its end" : null)
                ?? (owners.All.Count == 0 ? "the catalog was not seen to have a shard" : null)
                ?? (silent is not null ? $"{silent.Subject} did not say what it holds at the end" : null)
                ?? (owners.Moving.Count > 0 ? $"shard {owners.Moving[0].Shard} of {owners.Moving[0].Table} was moving at the end" : null);
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = findings.Count > 0
                ? $"{Words.Many(findings.Count, "thing")} out of place: {findings[0].Explanation}"
                : undecided ?? $"{Words.Many(owners.All.Count, "partition")} with {owners.All.Values.Sum(o => o.Count):#,0} copies where "
                    + "they belong",
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["partition_count"] = owners.All.Count, ["copy_count"] = owners.All.Values.Sum(o => o.Count),
                ["spread_count"] = spreads.Values.Select(s => s.Most - s.Fewest).DefaultIfEmpty().Max(),
                ["misplaced_count"] = findings.Count,
            },
        };
    }
}
