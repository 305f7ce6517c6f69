using ChaosService.Checking.Durability.Live;
using ChaosService.Checking.Durability.Sets;
using ChaosService.Checking.Findings;
using ChaosService.Checking.Ops;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Durability;

/// <summary>
/// Follows each element of a set from its add through every read: nothing acknowledged may be lost, nothing may be there twice.
/// </summary>
internal sealed class SetFullCheck : ICheckKind
{
    public string Name => "set-full";

    public string Summary => "every acknowledged element of a set is in the final reads, once";

    public CheckParameters? Bind(MapReader reader)
    {
        var window = reader.Duration("lossWindow");
        var linearizable = reader.Flag("linearizable") ?? false;
        reader.Done();
        return new SetFullParameters(window, linearizable);
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => new LiveSetFull((SetFullParameters)parameters);

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        if (history.Dropped > 0) return CheckVerdict.Unknown(Name, Words.Dropped(history));
        var sets = new SetKeys(history.Ops.Span);
        var groups = new KeyGroups(history.Ops.Span, (in Op op) => SetHistory.Is(op, sets));
        var windows = LossWindows.Of(history, (SetFullParameters)parameters);
        var tally = new SetTally();
        var undecided = groups.Keys.Count == 0 ? "nothing was added and nothing was read" : null;
        var foreign = new ForeignOps(history.Ops.Span);
        for (var k = 0; k < groups.Keys.Count; k++)
        {
            if (foreign.Doubt(groups.Keys[k]) is { } doubt)
            {
                undecided = $"{groups.Keys[k] ?? "the set"} could not be decided: {doubt}";
                continue;
            }
            var set = SetHistory.Of(history.Ops.Span, groups.Positions(k), windows, budget.Deadline);
            // A loss differs from a late arrival only after a last read, or where nothing may arrive late.
            var lossesAreCertain = set.FinalReads.Count > 0 || ((SetFullParameters)parameters).Linearizable;
            foreach (ref readonly var element in set.Elements)
                tally.Count(history.Ops.Span, groups.Keys[k], element, windows, lossesAreCertain);
            if (set.OkAdds == 0) undecided ??= "no add succeeded, so nothing can be said";
            if (set.FinalReads.Count == 0) undecided ??= "no read succeeded after the last add, so what was lost cannot be known";
        }
        return Judge(history, tally, (SetFullParameters)parameters, undecided);
    }

    private CheckVerdict Judge(History history, SetTally tally, SetFullParameters parameters, string? undecided)
    {
        var tell = new SetFindings(history);
        List<Finding> findings =
        [
            .. tally.Lost.OrderBy(e => e.Element.KnownNs).Select(e => tell.Lost(e.Key, e.Element)),
            .. tally.Phantom.Select(e => tell.Phantom(e.Key, e.Element)),
            .. tally.Duplicated.Select(e => tell.Duplicated(e.Key, e.Element)),
            .. parameters.Linearizable ? tally.Stale.Select(e => tell.Stale(e.Key, e.Element)) : [],
        ];
        var certain = tally.CertainlyLost > 0 || findings.Any(f => f.Anomaly != "lost");
        var outcome = certain ? Outcome.Invalid : undecided is not null || tally.NeverRead > 0 ? Outcome.Unknown : Outcome.Valid;
        return new CheckVerdict
        {
            Check = Name,
            Outcome = outcome,
            Summary = outcome != Outcome.Unknown ? Summarize(tally, findings)
                : undecided ?? $"{Words.Many(tally.NeverRead, "acknowledged element")} could be in no read",
            Findings = FindingList.Limited(findings),
            Figures = SetFigures.Of(history, tally),
        };
    }

    private static string Summarize(SetTally tally, List<Finding> findings)
    {
        var accepted = tally.LostAccepted.Count
            == 0 ? "" : $"; {tally.LostAccepted.Count:#,0} lost, which the accepted window after a fault's start allows";
        if (findings.Count == 0)
            return $"{Words.Many(tally.Acknowledged, "acknowledged element")}, "
                + $"{(tally.LostAccepted.Count == 0 ? "none lost" : "no loss beyond what is accepted")}{accepted}";
        var parts = findings.GroupBy(f => f.Anomaly).Select(g => $"{g.Count():#,0} {g.Key}");
        return $"{string.Join(", ", parts)} of {Words.Many(tally.Acknowledged, "acknowledged element")}{accepted}: "
            + $"{findings[0].Explanation}";
    }
}
