using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Experiments.Fakes;

internal sealed class FakeCheck(string name) : ICheckKind
{
    public string Name => name;

    public string Summary => "";

    public CheckParameters? Bind(MapReader reader) => new Parameters(reader.Duration("within"));

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget) => throw new NotSupportedException();

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    internal sealed record Parameters(TimeSpan? Within) : CheckParameters;
}
