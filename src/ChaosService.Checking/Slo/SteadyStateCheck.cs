using ChaosService.Checking.Findings;
using ChaosService.Checking.Slo.Figures;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Slo;

/// <summary>Checks that the probes found what the experiment expects, while the load ran and after the faults were gone.</summary>
internal sealed class SteadyStateCheck : ICheckKind
{
    public string Name => "steady-state";

    public string Summary => "each probe of the steady state is met outside faults, and again after them";

    public CheckParameters? Bind(MapReader reader)
    {
        var result = new SteadyStateParameters(
            reader.Share("objective"), reader.Share("outsideFaults") ?? 1,
            reader.Duration("settle") ?? AvailabilityParameters.DefaultSettle);
        reader.Done();
        return result;
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        if (history.Probes.Count == 0) return CheckVerdict.Unknown(Name, "no probe was asked");
        var bounds = (SteadyStateParameters)parameters;
        var probes = history.Probes.GroupBy(r => r.Probe).Select(g => new ProbeTally(history, g.Key, [.. g], bounds.Settle)).ToArray();
        Finding[] findings = [.. probes.SelectMany(p => Judge(history, p, bounds))];
        string[] unseen = [.. probes.Select(p => Unseen(p)).OfType<string>()];
        return new CheckVerdict
        {
            Check = Name,
            Outcome = findings.Length > 0 ? Outcome.Invalid : unseen.Length > 0 ? Outcome.Unknown : Outcome.Valid,
            Summary = findings.Length > 0
                ? string.Join("; ", findings.Select(f => f.Explanation))
                : unseen.Length > 0 ? string.Join("; ", unseen) : Measured(probes),
            Findings = findings,
            Figures = new Dictionary<string, double>
            {
                ["probe_count"] = probes.Length, ["answer_count"] = probes.Sum(p => p.Overall.Attempts),
                ["met_ratio"] = probes.Min(p => p.Overall.Ratio), ["outside_faults_met_ratio"] = probes.Min(p => p.Outside.Ratio),
            }.Where(f => !double.IsNaN(f.Value)).ToDictionary(),
            Rows = [.. probes.Select(Row)],
        };
    }

    private static IEnumerable<Finding> Judge(History history, ProbeTally probe, SteadyStateParameters bounds)
    {
        if (bounds.Objective is { } objective && probe.Overall.Ratio < objective)
            yield return Below(history, probe.Name, probe.Overall, "", objective, probe.FirstUnmet!);
        if (probe.Outside.Ratio < bounds.OutsideFaults)
            yield return Below(history, probe.Name, probe.Outside, " outside faults", bounds.OutsideFaults, probe.FirstUnmetOutside!);
        if (probe.After is { Met: false } after)
            yield return new Finding
            {
                Anomaly = "not-steady-again",
                Explanation = $"{probe.Name} was not met after the faults were gone: {after.Detail} at {Words.At(after.TimeNs)}",
            };
    }

    private static Finding Below(History history, string probe, Share share, string where, double bound, ProbeReading first) => new()
    {
        Anomaly = "not-steady",
        Explanation = $"{probe} was met by {Words.Percent(share.Ratio)} of {Words.Many(share.Attempts, "answer")}{where}, below "
            + $"{Words.Percent(bound)}; first not at {Words.At(first.TimeNs)}: {first.Detail}",
        Faults = history.FaultsDuring(first.AskedNs, first.TimeNs),
    };

    /// <summary>A probe that cannot be judged is reported, and never called valid.</summary>
    private static string? Unseen(ProbeTally probe) =>
        probe.Overall.Attempts == 0 ? $"{probe.Name} was not asked while the load ran"
        : probe.Outside.Attempts == 0 ? $"no answer of {probe.Name} fell outside the faults"
        : probe.After is null ? $"{probe.Name} was not asked after the load"
        : null;

    private static string Measured(ProbeTally[] probes) =>
        $"{Words.Many(probes.Length, "probe")} met after the faults, and by "
            + $"{Words.Percent(probes.Min(p => p.Overall.Ratio))} of answers or more while the load ran";

    private static FigureRow Row(ProbeTally probe)
    {
        var figures = new Dictionary<string, double> { ["answer_count"] = probe.Overall.Attempts };
        if (probe.Overall.Attempts > 0) figures["met_ratio"] = probe.Overall.Ratio;
        if (probe.Outside.Attempts > 0) figures["outside_faults_met_ratio"] = probe.Outside.Ratio;
        return new FigureRow(probe.Name, figures);
    }
}
