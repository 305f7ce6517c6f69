using ChaosService.Model.Histories;

namespace ChaosService.Checking.Slo.Figures;

/// <summary>The ops that the service-level checks use: only those of the load, each at its scheduled time.</summary>
internal static class LoadOps
{
    public static bool Succeeded(in Op op) => Answers.Succeeded(op.Outcome, op.F, op.Error);

    public static bool WasShed(in Op op) => Answers.WasShed(op.Outcome, op.Error);

    /// <summary>The load's time span; the whole history when it has no phases.</summary>
    public static (long FromNs, long UntilNs) Span(History history)
    {
        var until = history.TimeOf(RunPhase.LoadEnded);
        if (until is null)
            foreach (ref readonly var op in history.Ops.Span)
                until = Math.Max(until ?? 0, op.CompletedNs == long.MaxValue ? op.InvokedNs : op.CompletedNs);
        return (history.TimeOf(RunPhase.LoadStarted) ?? 0, until ?? 0);
    }

    /// <summary>True for ops that were scheduled within the load's time; final reads come later.</summary>
    public static bool Within(in Op op, (long FromNs, long UntilNs) span) => op.IntendedNs >= span.FromNs && op.IntendedNs <= span.UntilNs;

    public static bool DuringFault(History history, long ns)
    {
        foreach (var fault in history.Faults)
            if (fault.Covers(ns)) return true;
        return false;
    }

    public static string Label(FaultWindow fault) => $"{fault.Id} {fault.Kind}";
}
