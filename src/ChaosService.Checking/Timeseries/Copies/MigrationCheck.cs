using ChaosService.Checking.Findings;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Copies;

/// <summary>
/// A shard's move passes through its statuses in order and completes; its calls reach each node in order; after the cutover the target owns
/// the shard, with as many copies as before; and nothing is deleted that is still owned.
/// </summary>
internal sealed class MigrationCheck : ICheckKind
{
    private const int MovesMax = 10_000;

    public string Name => "migration";

    public string Summary => "shards move through their statuses in order, to the end, and lose no copy on the way";

    public CheckParameters? Bind(MapReader reader)
    {
        var result = new MigrationParameters((int)(reader.Integer("moves", 1, MovesMax) ?? 1));
        reader.Done();
        return result;
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var (shards, calls) = (Topics.Shards(history), Topics.Calls(history));
        List<ShardLife> lives = [.. ShardLife.Of(shards)];
        List<Finding> findings =
        [
            .. lives.SelectMany(l => l.Troubles()).Concat(MoveCalls.Troubles(calls)).Concat(MoveCalls.DeletedEarly(calls, shards))
                .Distinct().Select(t => new Finding { Anomaly = t.Anomaly, Explanation = t.Sentence }),
        ];
        var (done, wanted) = (lives.Sum(l => l.Done), ((MigrationParameters)parameters).Moves);
        var undecided = history.Dropped > 0 ? Words.Dropped(history)
            : shards.Doubt ?? calls.Doubt
                ?? (done < wanted ? $"{Words.Many(done, "move")} came to a cutover, fewer than {wanted}" : null);
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = findings.Count > 0 ? findings[0].Explanation
                : undecided ?? $"{Words.Many(done, "move")} of {Words.Many(lives.Count(l => l.Done > 0), "shard")} in order",
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["shard_count"] = lives.Count, ["done_count"] = done, ["violation_count"] = findings.Count,
                ["call_count"] = calls.All.Where(s => s.View is not null).SelectMany(s => s.View!.Calls, (s, c) => (s.Subject, c))
                    .Distinct().Count(),
            },
        };
    }
}
