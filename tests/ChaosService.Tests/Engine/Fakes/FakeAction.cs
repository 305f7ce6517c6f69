using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;

namespace ChaosService.Tests.Engine.Fakes;

/// <summary>Does what a test says, given the number of the attempt from 1; what it throws it throws.</summary>
internal sealed class FakeAction(Func<int, CancellationToken, Task<ActionAnswer>>? act) : IActionKind, IAction
{
    private int _attempts;

    public int Attempts => Volatile.Read(ref _attempts);

    public string Name => "fake";

    public string Summary => "a fake";

    public ActionParameters? Bind(MapReader reader) => new Parameters();

    public string DryRun(ActionParameters parameters) => "nothing";

    public string? KeyPrefix { get; private set; }

    public IAction Create(ActionParameters parameters, ICluster cluster) => this;

    public IAction Create(ActionParameters parameters, ICluster cluster, string keyPrefix)
    {
        KeyPrefix = keyPrefix;
        return this;
    }

    public Task<ActionAnswer> ActAsync(CancellationToken limit) => act!(Interlocked.Increment(ref _attempts), limit);

    internal sealed record Parameters : ActionParameters;
}
