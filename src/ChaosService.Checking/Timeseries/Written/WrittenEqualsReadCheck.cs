using ChaosService.Checking.Findings;
using ChaosService.Checking.Timeseries.Points;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Written;

/// <summary>
/// Follows each point from its write to the reads of its table through every node: nothing acknowledged may be missing, altered or there
/// twice; nothing that was refused may be there.
/// </summary>
internal sealed class WrittenEqualsReadCheck : ICheckKind
{
    public string Name => "written-equals-read";

    public string Summary => "every node answers with the points that were acknowledged, once, and with none that was refused";

    public CheckParameters? Bind(MapReader reader)
    {
        var linearizable = reader.Flag("linearizable") ?? false;
        reader.Done();
        return new WrittenEqualsReadParameters(linearizable);
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        if (history.Dropped > 0) return CheckVerdict.Unknown(Name, Words.Dropped(history));
        var everyRead = ((WrittenEqualsReadParameters)parameters).Linearizable;
        var (tally, storedTwice) = (new PointTally(), StoredTwice.In(history));
        var undecided = default(string);
        foreach (var table in PointHistory.Of(history))
        {
            if (table.Doubt is { } doubt)
            {
                undecided ??= $"{table.Name} could not be decided: {doubt}";
                continue;
            }
            var reader = new TableReader(table, history, everyRead, budget.Deadline);
            tally.Count(table, reader, new TroubleWords(history, table.Name), storedTwice[table.Name]);
            if (reader.FinalReads == 0) undecided ??= $"no read of {table.Name} succeeded after the last write, so losses cannot be known";
        }
        if (tally.Acknowledged == 0) undecided ??= "no point was acknowledged, so nothing can be said";
        var findings = tally.Findings;
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = findings.Count > 0
                ? $"{tally.Troubles()} of {Words.Many(tally.Acknowledged, "acknowledged point")}: {findings[0].Explanation}"
                : undecided ?? $"{Words.Many(tally.Acknowledged, "acknowledged point")}, each read once through every node",
            Findings = FindingList.Limited(findings),
            Figures = tally.Figures(),
        };
    }
}
