using ChaosService.Checking.Findings;
using ChaosService.Checking.Slo.Figures;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Slo;

/// <summary>How soon after each fault's revert ops succeed steadily again (<see cref="SteadySuccess"/> defines steady).</summary>
internal sealed class RecoveryCheck : ICheckKind
{
    private const int MinAttempts = 20;
    private static readonly TimeSpan DefaultWithin = TimeSpan.FromSeconds(10);

    public string Name => "recovery";

    public string Summary => "after each fault is reverted, ops succeed steadily again within a time";

    public CheckParameters? Bind(MapReader reader)
    {
        var result = new RecoveryParameters(reader.Duration("within") ?? DefaultWithin);
        reader.Done();
        return result;
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        if (history.Faults.Count == 0) return CheckVerdict.Unknown(Name, "there was no fault to recover from");
        var within = ((RecoveryParameters)parameters).Within;
        var measured = history.Faults.Select(f => Measure(history, f, within)).ToArray();
        var worst = measured.Max(m => m.Outcome);
        var times = measured.Where(m => m.Ns is not null).Select(m => m.Ns!.Value).ToArray();
        var figures = new Dictionary<string, double> { ["fault_count"] = measured.Length };
        if (times.Length > 0) figures["longest_recovery_s"] = times.Max() / 1e9;
        return new CheckVerdict
        {
            Check = Name,
            Outcome = worst,
            Summary = worst == Outcome.Valid
                ? $"recovered from {Words.Many(measured.Length, "fault")}, "
                    + $"{(times.Max() == 0 ? "each at once" : $"the slowest in {Words.Span(times.Max())}")} (allowed "
                    + $"{Quantity.Format(within)})"
                : string.Join("; ", measured.Where(m => m.Outcome == worst).Select(m => m.Sentence)),
            Findings = [.. measured.Where(m => m.Outcome == Outcome.Invalid)
                .Select(m => new Finding { Anomaly = "not-recovered", Explanation = m.Sentence, Faults = [m.Fault.Id] })],
            Figures = figures,
            Rows = [.. measured.Select(m => new FigureRow(
                $"after {LoadOps.Label(m.Fault)}", m.Ns is { } ns ? new Dictionary<string, double> { ["recovery_s"] = ns / 1e9 } : []))],
        };
    }

    private sealed record Recovery(FaultWindow Fault, Outcome Outcome, long? Ns, string Sentence);

    private static Recovery Measure(History history, FaultWindow fault, TimeSpan within)
    {
        var name = LoadOps.Label(fault);
        if (fault.EndNs is not { } from) return new Recovery(fault, Outcome.Unknown, null, $"{name} was never seen to be reverted");
        var span = LoadOps.Span(history);
        if (history.Faults.Any(f => f.StartNs <= from && (f.EndNs ?? long.MaxValue) > from))
            return new Recovery(fault, Outcome.Valid, null, $"{name} was reverted while another fault was in force");
        var until = history.Faults.Where(f => f.StartNs > from).Select(f => f.StartNs).Append(span.UntilNs).Min();
        var steady = new SteadySuccess(from, until);
        foreach (ref readonly var op in history.Ops.Span)
            if (LoadOps.Within(op, span)) steady.Count(op);
        if (until - from < 1_000_000_000 || steady.Attempts < MinAttempts)
            return new Recovery(
                fault, Outcome.Unknown, null,
                $"{Words.Many(steady.Attempts, "op")} in {Words.Span(Math.Max(0, until - from))} after {name} are too few to "
                    + $"see a recovery");
        var ns = steady.FirstNs();
        var limit = within.Ticks * 100;
        if (ns <= limit) return new Recovery(fault, Outcome.Valid, ns, $"recovered from {name} in {Words.Span(ns.Value)}");
        // A time that was not observed for long enough may still contain a recovery within the limit.
        if (ns is null && until - from < limit)
            return new Recovery(
                fault, Outcome.Unknown, null,
                $"not recovered from {name} in the {Words.Span(until - from)} that were left, less than the "
                    + $"{Quantity.Format(within)} allowed");
        return new Recovery(fault, Outcome.Invalid, ns, ns is null
            ? $"not recovered from {name} within the {Words.Span(until - from)} watched; allowed were {Quantity.Format(within)}"
            : $"recovered from {name} only after {Words.Span(ns.Value)}; allowed were {Quantity.Format(within)}");
    }
}
