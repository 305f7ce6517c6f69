using ChaosService.Checking.Findings;
using ChaosService.Checking.Slo.Figures;
using ChaosService.Checking.Slo.Live;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Slo;

/// <summary>Measures the service's availability: the share of ops that succeed, and the longest time without a success.</summary>
internal sealed class AvailabilityCheck : ICheckKind
{
    public string Name => "availability";

    public string Summary => "the share of ops that succeed: overall, outside faults, and during each fault";

    public CheckParameters? Bind(MapReader reader)
    {
        var result = new AvailabilityParameters(
            reader.Share("objective"), reader.Share("outsideFaults"), reader.Duration("longestGap"),
            reader.Duration("settle") ?? AvailabilityParameters.DefaultSettle);
        reader.Done();
        return result;
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => new SlidingWindow(LiveFigures.Success);

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var bounds = (AvailabilityParameters)parameters;
        var tally = new AvailabilityTally(history, bounds.Settle);
        if (tally.Overall.Successes == 0)
            return CheckVerdict.Unknown(
                Name, tally.Overall.Attempts == 0 ? "the load made no ops" : "no op succeeded: this is no service to measure");
        var findings = Judge(history, tally, bounds);
        var unmeasured = bounds.OutsideFaults is not null && tally.Outside.Attempts == 0;
        var gap = tally.Gap.UntilNs - tally.Gap.FromNs;
        var measured = $"{Words.Percent(tally.Overall.Ratio)} of {Words.Many(tally.Overall.Attempts, "op")} succeeded"
            + (tally.Outside.Attempts == 0 ? "" : $", {Words.Percent(tally.Outside.Ratio)} outside faults")
            + $", longest gap {Words.Span(gap)}";
        return new CheckVerdict
        {
            Check = Name,
            Outcome = findings.Count > 0 ? Outcome.Invalid : unmeasured ? Outcome.Unknown : Outcome.Valid,
            Summary = findings.Count > 0
                ? string.Join("; ", findings.Select(f => f.Explanation))
                : unmeasured ? "no op fell outside the faults, so that bound cannot be judged" : measured,
            Findings = findings,
            Figures = new Dictionary<string, double>
            {
                ["success_ratio"] = tally.Overall.Ratio, ["outside_faults_success_ratio"] = tally.Outside.Ratio,
                ["attempt_count"] = tally.Overall.Attempts, ["success_count"] = tally.Overall.Successes, ["longest_gap_ms"] = gap / 1e6,
                ["longest_gap_start_s"] = tally.Gap.FromNs / 1e9,
            }.Where(f => !double.IsNaN(f.Value)).ToDictionary(),
            Rows = [Row("overall", tally.Overall), Row(
                "outside faults", tally.Outside), .. history.Faults.Select((f, i) => Row($"during {LoadOps.Label(f)}", tally.PerFault[i]))],
        };
    }

    private static List<Finding> Judge(History history, AvailabilityTally tally, AvailabilityParameters bounds)
    {
        var findings = new List<Finding>();
        if (bounds.Objective is { } objective && tally.Overall.Ratio < objective)
            findings.Add(
                new Finding
                {
                    Anomaly = "below-objective",
                    Explanation =
                        $"{Words.Percent(tally.Overall.Ratio)} of {Words.Many(tally.Overall.Attempts, "op")} succeeded, below the "
                            + $"objective of {Words.Percent(objective)}",
                });
        if (bounds.OutsideFaults is { } outside && tally.Outside.Ratio < outside)
            findings.Add(
                new Finding
                {
                    Anomaly = "below-objective",
                    Explanation =
                        $"{Words.Percent(tally.Outside.Ratio)} of {Words.Many(tally.Outside.Attempts, "op")} outside faults succeeded, "
                            + $"below {Words.Percent(outside)}",
                });
        if (bounds.LongestGap is { } allowed && tally.Gap.UntilNs - tally.Gap.FromNs > allowed.Ticks * 100)
        {
            findings.Add(new Finding
            {
                Anomaly = "gap",
                Explanation =
                    $"nothing succeeded for {Words.Span(tally.Gap.UntilNs - tally.Gap.FromNs)} from {Words.At(tally.Gap.FromNs)} on, "
                        + $"longer than {Quantity.Format(allowed)}",
                Faults = history.FaultsDuring(tally.Gap.FromNs, tally.Gap.UntilNs),
            });
        }
        return findings;
    }

    private static FigureRow Row(string label, Share share)
    {
        var figures = new Dictionary<string, double> { ["attempt_count"] = share.Attempts, ["success_count"] = share.Successes };
        if (share.Attempts > 0) figures["success_ratio"] = share.Ratio;
        return new FigureRow(label, figures);
    }
}
