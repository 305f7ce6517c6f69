using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Model.Checks;

/// <summary>
/// A check that runs while the load runs. Its findings are certain (nothing that comes later undoes a violation); that it finds nothing
/// is not a verdict. Bounded memory. Fed by one thread, in the history's order.
/// </summary>
public interface IStreamingCheck
{
    void Observe(int index, in OpEvent e);

    void Observe(FaultEvent e);

    /// <summary>Findings since the last call.</summary>
    IReadOnlyList<Finding> TakeFindings();

    /// <summary>
    /// Figures of the sliding window that ends now (<c>success_ratio</c>, <c>p99_ms</c>); empty where the check has none.
    /// </summary>
    IReadOnlyDictionary<string, double> WindowFigures(long nowNs);
}
