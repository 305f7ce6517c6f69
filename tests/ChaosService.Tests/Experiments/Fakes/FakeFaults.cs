using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Tests.Experiments.Fakes;

internal abstract class FakeFaultKind(string name) : IFaultKind
{
    public string Name => name;

    public string Summary => "";

    public abstract FaultParameters? Bind(MapReader reader);

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) =>
        [$"{name} {string.Join("+", nodes)} of {members.Count}"];

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public IFault Create(FaultRequest request) => throw new NotSupportedException();

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) => throw new NotSupportedException();
}

internal sealed class FakePartition() : FakeFaultKind("network-partition")
{
    public override FaultParameters? Bind(MapReader reader) => new Parameters(reader.Choice("from", ["peers", "everyone"]) ?? "peers");

    internal sealed record Parameters(string From) : FaultParameters;
}

internal sealed class FakeKill() : FakeFaultKind("container-kill")
{
    public override FaultParameters? Bind(MapReader reader) => new Parameters(reader.Duration("restartAfter"));

    internal sealed record Parameters(TimeSpan? RestartAfter) : FaultParameters
    {
        public override TimeSpan? OwnHold => RestartAfter;
    }
}
