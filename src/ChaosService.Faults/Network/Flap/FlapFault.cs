using ChaosService.Faults.Network.Partition;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Network.Flap;

/// <summary>A partition that comes and goes. Its recipe is the partition's: in whatever phase, carrying it out leaves the links up.
/// </summary>
internal sealed class FlapFault : IFault
{
    private readonly FaultRequest _request;
    private readonly FlapParameters _parameters;
    private readonly NodeNetworks _networks;
    private readonly PartitionFault _cut;
    private readonly FlapPhases _phases;
    private readonly CancellationTokenSource _end = new();
    private Task _flapping = Task.CompletedTask;

    public FlapFault(FaultRequest request, string kind, FlapParameters parameters, NodeNetworks networks)
    {
        (_request, _parameters, _networks) = (request, parameters, networks);
        _cut = new PartitionFault(request, kind, parameters.Cut, networks);
        _cut.Interrupted += sentence => Interrupted?.Invoke(sentence);
        _phases = new FlapPhases(networks.Time);
    }

    public event Action<string>? Interrupted;

    public Task<RevertRecipe> PrepareAsync(CancellationToken cancellationToken) => _cut.PrepareAsync(cancellationToken);

    public async Task InjectAsync(CancellationToken cancellationToken)
    {
        await _cut.InjectAsync(cancellationToken);
        _phases.Enter();
        _flapping = FlapAsync();
    }

    /// <summary>Seen when the links are cut within a phase that is down, and answer within the next that is up.</summary>
    public async Task<Proof> ObserveEffectAsync(CancellationToken cancellationToken)
    {
        var (down, first) = await WithinAsync(after: 0, down: true, _cut.ObserveEffectAsync, cancellationToken);
        if (!down.Seen) return down with { Evidence = $"down: {down.Evidence}" };
        var (up, _) = await WithinAsync(
            first, down: false, async stop => Proof.All([.. await _cut.AnswersAsync(_parameters.Up, stop)]), cancellationToken);
        var (asked, jitter, was) = (_parameters.Down.TotalSeconds, _parameters.Jitter.TotalSeconds, _phases.LastLength.TotalSeconds);
        var length = FormattableString.Invariant($"asked {asked:0.##} s ± {jitter:0.##}, was {was:0.##} s");
        return Proof.All([down with { Evidence = $"down ({length}): {down.Evidence}" }, up with { Evidence = $"up: {up.Evidence}" }]);
    }

    public async Task RevertAsync(CancellationToken cancellationToken)
    {
        if (!_end.IsCancellationRequested) await _end.CancelAsync();
        await _flapping.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        await _cut.RevertAsync(cancellationToken);
    }

    public Task<Proof> ObserveRecoveryAsync(CancellationToken cancellationToken) => _cut.ObserveRecoveryAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_end.IsCancellationRequested) await _end.CancelAsync();
        await _flapping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        await _cut.DisposeAsync();
    }

    /// <summary>A measurement over which the phase ended says nothing: the next phase of that sort is measured.</summary>
    private async Task<(Proof Proof, int Phase)> WithinAsync(
        int after, bool down, Func<CancellationToken, Task<Proof>> measure, CancellationToken cancellationToken)
    {
        while (true)
        {
            var phase = await _phases.AfterAsync(after, down, cancellationToken);
            var proof = await measure(cancellationToken);
            if (_phases.Number == phase || _flapping.IsCompleted) return (proof, phase);
            after = phase;
        }
    }

    /// <summary>Until the end, or until another process carried out this fault's recipe.</summary>
    private async Task FlapAsync()
    {
        var (pattern, network) = (new FlapPattern(_parameters, _request.Seed), _networks.Of(_request.Cluster));
        try
        {
            for (var down = true; ; down = !down)
            {
                await Task.Delay(pattern.Next(down), _networks.Time, _end.Token);
                if (!await network.SwitchAsync(_request.Id, lifted: down, _end.Token)) return;
                _phases.Enter();
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Interrupted?.Invoke($"the links flap no more: {e.Message}");
        }
    }
}
