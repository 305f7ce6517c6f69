using ChaosService.Checking.Findings;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Assumptions;

/// <summary>
/// What must hold for the other verdicts to mean anything: enough traffic, a complete history, monotonic clocks, faults that had their
/// effect. Never invalid: none of this is the database's fault.
/// </summary>
internal sealed class AssumptionsCheck : ICheckKind
{
    public string Name => "assumptions";

    public string Summary => "enough traffic, a whole history, monotonic clocks, every fault proven in effect and gone";

    public CheckParameters? Bind(MapReader reader)
    {
        var result = new AssumptionsParameters(reader.Integer("minOps", 1, long.MaxValue) ?? 100);
        reader.Done();
        return result;
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var ok = Succeeded(history.Ops.Span);
        List<string> doubts = [];
        var least = ((AssumptionsParameters)parameters).MinOps;
        if (ok < least) doubts.Add($"{(ok == 0 ? "no op" : $"only {Words.Many(ok, "op")}")} succeeded, fewer than {least:#,0}");
        doubts.AddRange(HistoryDoubts.Of(history));
        if (history.TimeOf(RunPhase.LoadEnded) is not null && history.TimeOf(RunPhase.Converged) is null)
            doubts.Add("the target was not healthy again after the load");
        // A run that was meant to inject faults and injected none proves nothing about them.
        var skipped = history.FaultEvents.Where(e => e.Step == FaultStep.Skipped).ToList();
        if (skipped.Count > 0 && history.Faults.Count == 0)
            doubts.Add($"nothing was broken: {(skipped.Count == 1 ? "the fault was" : $"all {skipped.Count:#,0} faults were")} skipped, "
                + $"{skipped[0].FaultId} {skipped[0].Kind} because {skipped[0].Detail}");
        foreach (var fault in history.Faults) doubts.AddRange(DoubtsAbout(history, fault));
        return new CheckVerdict
        {
            Check = Name,
            Outcome = doubts.Count == 0 ? Outcome.Valid : Outcome.Unknown,
            Summary = doubts.Count > 0 ? string.Join("; ", doubts)
                : $"{Words.Many(ok, "op")} succeeded; "
                    + (history.Faults.Count == 0 ? "no faults" : $"{Words.Many(history.Faults.Count, "fault")} proven in effect and gone")
                    + (skipped.Count == 0 ? "" : $", {skipped.Count:#,0} skipped"),
            Findings = FindingList.Limited([.. doubts.Select(d => new Finding { Anomaly = "doubt", Explanation = d })]),
            Figures = new Dictionary<string, double>
            {
                ["ok_count"] = ok, ["dropped_count"] = history.Dropped, ["fault_count"] = history.Faults.Count,
                ["proven_fault_count"] = history.Faults.Count(f => f.EffectProven && f.RecoveryProven),
                ["skipped_fault_count"] = skipped.Count,
            },
        };
    }

    private static long Succeeded(ReadOnlySpan<Op> ops)
    {
        var ok = 0L;
        foreach (ref readonly var op in ops)
            if (op.Outcome == OpType.Ok)
                ok++;
        return ok;
    }

    private static IEnumerable<string> DoubtsAbout(History history, FaultWindow fault)
    {
        var name = $"{fault.Id} {fault.Kind}";
        foreach (var step in history.FaultEvents.Where(e => e.FaultId == fault.Id && e.Step == FaultStep.Failed))
            yield return $"{name} failed: {step.Detail}";
        if (!fault.EffectProven) yield return $"{name} had no proven effect{(fault.Effect.Length > 0 ? $" ({fault.Effect})" : "")}";
        if (!fault.RecoveryProven)
            yield return $"{name} was not proven to be gone{(fault.Recovery.Length > 0 ? $" ({fault.Recovery})" : "")}";
    }
}
