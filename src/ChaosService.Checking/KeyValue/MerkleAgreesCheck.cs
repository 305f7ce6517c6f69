using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.KeyValue;

/// <summary>
/// A node's hash is that of what it has, so equal hashes mean equal contents and different ones different contents; and after every node
/// has synced with every other one they are equal.
/// </summary>
internal sealed class MerkleAgreesCheck : ICheckKind
{
    public string Name => "merkle-agrees";

    public string Summary => "each node's hash is that of its contents, and SYNC leaves all nodes with the same";

    public CheckParameters? Bind(MapReader reader)
    {
        reader.Done();
        return new MerkleAgreesParameters();
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var trees = Sights<TreeView>.Of(history, TreeView.Topic, TreeView.From);
        var ends = trees.Last.Where(s => s.View is not null).ToDictionary(s => s.Subject, s => s.View!, StringComparer.Ordinal);
        var synced = new SyncedState(history);
        var differing = Differing(ends);
        budget.Deadline.ThrowIfCancellationRequested();
        // A change that was not recorded may be why two nodes differ; no change makes a hash wrong.
        var isCertain = synced.Doubt is null && history.Dropped == 0;
        List<Finding> findings =
        [
            .. ends.OrderBy(e => e.Key, StringComparer.Ordinal).SelectMany(e => WrongRoot(e.Key, e.Value)),
            .. isCertain ? differing.Where(key => !synced.MayHaveChanged(key)).Select(key => NotRepaired(ends, key, synced.Action!)) : [],
        ];
        var repaired = ends.Values.Sum(v => v.Repaired ?? 0);
        var undecided = Undecided(history, trees, ends, synced, differing, repaired);
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = findings.Count > 0
                ? $"{Words.Many(findings.Count, "violation")}: {findings[0].Explanation}"
                : undecided ?? $"{Words.Many(ends.Count, "node")} have the same contents and their hash, after SYNC repaired "
                    + $"{Words.Many(repaired, "key")}",
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["node_count"] = ends.Count, ["differing_count"] = differing.Count, ["repaired_count"] = repaired,
                ["key_count"] = ends.Values.Select(v => v.Values.Count).DefaultIfEmpty().Max(), ["violation_count"] = findings.Count,
            },
        };
    }

    private static string? Undecided(
        History history, Sights<TreeView> trees, Dictionary<string, TreeView> ends, SyncedState synced, List<string> differing,
        long repaired) =>
        history.Dropped > 0 ? Words.Dropped(history)
        : trees.Doubt is { } doubt ? doubt
        : trees.Last.FirstOrDefault(s => s.View is null) is { } silent ? $"{silent.Subject} did not say what it has at the end"
        : ends.Count < 2 ? "the hashes of fewer than two nodes were seen"
        : synced.Doubt is { } early ? early
        : differing.Count > 0 ? $"the nodes differ in {differing[0]}, which was changed after the last SYNC"
        : repaired == 0 ? "no SYNC found anything to repair"
        : null;

    private static List<string> Differing(Dictionary<string, TreeView> ends) =>
    [
        .. ends.Values.SelectMany(v => v.Values.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(key => ends.Values.Select(v => v.Values.GetValueOrDefault(key)).Distinct(StringComparer.Ordinal).Count() > 1),
    ];

    private static IEnumerable<Finding> WrongRoot(string node, TreeView tree)
    {
        if (MerkleRoot.Of(tree.Values) is var right && right == tree.Root) yield break;
        yield return new Finding
        {
            Anomaly = "wrong-root",
            Explanation = $"{node} gives {tree.Root[..Math.Min(16, tree.Root.Length)]}… as the hash of its "
                + $"{Words.Many(tree.Values.Count, "key")}; it is {right[..16]}…",
        };
    }

    private static Finding NotRepaired(Dictionary<string, TreeView> ends, string key, ActionEvent sync)
    {
        var held = ends.OrderBy(e => e.Key, StringComparer.Ordinal).GroupBy(e => e.Value.Values.GetValueOrDefault(key), e => e.Key);
        return new Finding
        {
            Anomaly = "not-repaired",
            Explanation = $"{key} was not changed after the SYNC at {Words.At(sync.TimeNs)}, and at the end "
                + string.Join(", ", held.Select(h => $"{string.Join(" and ", h)} {(h.Count() == 1 ? "has" : "have")} "
                    + LeftValue.Shown(h.Key))),
        };
    }
}
