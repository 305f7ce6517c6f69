using System.Globalization;
using ChaosService.Checking.Findings;
using ChaosService.Checking.Slo.Figures;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Slo;

/// <summary>
/// Ops per second that succeeded. Those that succeeded after the load's end do not count: what is queued up would look like throughput.
/// </summary>
internal sealed class ThroughputCheck : ICheckKind
{
    public string Name => "throughput";

    public string Summary => "successful ops per second over the whole load, and a bound for them";

    public CheckParameters? Bind(MapReader reader)
    {
        var result = new ThroughputParameters(reader.Rate("atLeast"));
        reader.Done();
        return result;
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var span = LoadOps.Span(history);
        var seconds = (span.UntilNs - span.FromNs) / 1e9;
        var (attempts, successes) = (0L, 0L);
        foreach (ref readonly var op in history.Ops.Span)
        {
            if (!LoadOps.Within(op, span)) continue;
            attempts++;
            if (LoadOps.Succeeded(op) && op.CompletedNs <= span.UntilNs) successes++;
        }
        if (attempts == 0 || seconds <= 0) return CheckVerdict.Unknown(Name, "the load made no ops");
        var measured = successes / seconds;
        var bound = ((ThroughputParameters)parameters).AtLeast;
        var isBelow = measured < bound;
        // What was not recorded may have succeeded.
        var doubt = isBelow && history.Dropped > 0 ? Words.Dropped(history) : null;
        var sentence = $"{Rate(measured)} succeeded over {Words.Span(span.UntilNs - span.FromNs)}";
        Finding[] findings = isBelow && doubt is null
            ? [new Finding { Anomaly = "too-few", Explanation = $"{sentence}, below {Rate(bound!.Value)}" }]
            : [];
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Length, doubt),
            Summary = findings.Length > 0 ? findings[0].Explanation : doubt ?? sentence,
            Findings = findings,
            Figures = new Dictionary<string, double>
            {
                ["ops_per_s"] = measured, ["success_count"] = successes, ["attempt_count"] = attempts, ["load_s"] = seconds,
            },
        };
    }

    private static string Rate(double perSecond) => string.Create(CultureInfo.InvariantCulture, $"{perSecond:#,0.#} ops/s");
}
