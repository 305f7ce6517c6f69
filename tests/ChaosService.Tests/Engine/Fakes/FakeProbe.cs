using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Probes;

namespace ChaosService.Tests.Engine.Fakes;

/// <summary>Answers what a test says; what it throws it throws.</summary>
internal sealed class FakeProbe(Func<ProbeAnswer>? answer) : IProbeKind, IProbe
{
    public string Name => "fake";

    public string Summary => "a fake";

    public ProbeParameters? Bind(MapReader reader) => new Parameters();

    public IProbe Create(ProbeParameters parameters, ICluster cluster) => this;

    public Task<ProbeAnswer> AskAsync(CancellationToken limit) => Task.FromResult(answer!());

    public void Dispose()
    {
    }

    internal sealed record Parameters : ProbeParameters;
}
