using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Tests.Engine.Fakes;

internal sealed record FakeParameters : FaultParameters;

/// <summary>A fault that does nothing but tell, in order, what was asked of it. Steps can be made to fail.</summary>
internal sealed class FakeFaultKind : IFaultKind
{
    public List<string> Calls { get; } = [];

    public string? Refusal { get; init; }

    public bool InjectThrows { get; init; }

    public bool EffectSeen { get; init; } = true;

    /// <summary>How many reverts fail before one succeeds.</summary>
    public int FailingReverts { get; set; }

    /// <summary>Waited for before anything is prepared.</summary>
    public Func<Task> Ready { get; init; } = () => Task.CompletedTask;

    public TaskCompletionSource Injected { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name { get; init; } = "fake";

    public string Summary => "does nothing";

    public Exception? LeftoverError { get; init; }

    public List<string> LeftoversReverted { get; } = [];

    public FaultParameters? Bind(MapReader reader) => new FakeParameters();

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) => new(new FaultAvailability(true, "fake"));

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) => [];

    public List<FaultRequest> Requests { get; } = [];

    public IFault Create(FaultRequest request)
    {
        Requests.Add(request);
        return NewFault(request);
    }

    private FakeFault NewFault(FaultRequest request) => new(this, string.Join(",", request.Nodes.Select(n => n.Name)));

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken)
    {
        if (LeftoverError is not null) throw LeftoverError;
        LeftoversReverted.Add(recipe.Data);
        return Task.CompletedTask;
    }

    public void Say(string call)
    {
        lock (Calls) Calls.Add(call);
    }

    private sealed class FakeFault(FakeFaultKind kind, string nodes) : IFault
    {
        public event Action<string>? Interrupted;

        public async Task<RevertRecipe> PrepareAsync(CancellationToken cancellationToken)
        {
            await kind.Ready();
            if (kind.Refusal is { } refusal) throw new FaultRefusedException(refusal);
            kind.Say($"prepare {nodes}");
            return new RevertRecipe(kind.Name, nodes, "undo");
        }

        public Task InjectAsync(CancellationToken cancellationToken)
        {
            kind.Say("inject");
            if (kind.InjectThrows) throw new InvalidOperationException("half-way");
            kind.Injected.TrySetResult();
            Interrupted?.Invoke("a gap of 0 ms");
            return Task.CompletedTask;
        }

        public Task<Proof> ObserveEffectAsync(CancellationToken cancellationToken)
        {
            kind.Say("effect");
            return Task.FromResult(new Proof(kind.EffectSeen, "looked"));
        }

        public Task RevertAsync(CancellationToken cancellationToken)
        {
            kind.Say("revert");
            return kind.FailingReverts-- > 0 ? throw new InvalidOperationException("stuck") : Task.CompletedTask;
        }

        public Task<Proof> ObserveRecoveryAsync(CancellationToken cancellationToken)
        {
            kind.Say("recovery");
            return Task.FromResult(new Proof(true, "looked again"));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
