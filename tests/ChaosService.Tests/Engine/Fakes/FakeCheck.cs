using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Engine.Fakes;

internal sealed record FakeCheckParameters : CheckParameters;

internal sealed class FakeCheck(string name, Func<CheckBudget, CheckVerdict> check) : ICheckKind
{
    public string Name => name;

    public string Summary => "";

    public CheckParameters? Bind(MapReader reader) => new FakeCheckParameters();

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget) => check(budget);

    public IStreamingCheck? Stream(CheckParameters parameters) => null;
}

/// <summary>A live check whose one figure a test sets.</summary>
internal sealed class FakeStream : IStreamingCheck
{
    public Dictionary<string, double> Figures { get; } = [];

    public List<Finding> Findings { get; } = [];

    public void Observe(int index, in OpEvent e)
    {
    }

    public void Observe(FaultEvent e)
    {
    }

    public IReadOnlyList<Finding> TakeFindings()
    {
        Finding[] taken = [.. Findings];
        Findings.Clear();
        return taken;
    }

    /// <summary>Thrown instead of answering; null: it answers.</summary>
    public Exception? Failure { get; set; }

    public IReadOnlyDictionary<string, double> WindowFigures(long nowNs) => Failure is null ? Figures : throw Failure;
}
