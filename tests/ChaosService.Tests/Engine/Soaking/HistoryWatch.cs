using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Engine.Soaking;

/// <summary>Knows which of the histories that were judged are still in memory.</summary>
internal sealed class HistoryWatch : ICheckKind
{
    private readonly List<WeakReference<History>> _judged = [];

    public string Name => "watch";

    public string Summary => "";

    public int Judged => _judged.Count;

    /// <summary>After a full collection.</summary>
    public int InMemory
    {
        get
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return _judged.Count(h => h.TryGetTarget(out _));
        }
    }

    public CheckParameters? Bind(MapReader reader) => new Parameters();

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        _judged.Add(new WeakReference<History>(history));
        return new CheckVerdict { Check = Name, Outcome = Outcome.Valid, Summary = "seen" };
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    internal sealed record Parameters : CheckParameters;
}
