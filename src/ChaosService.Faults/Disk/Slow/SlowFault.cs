using System.Collections.Concurrent;
using ChaosService.Faults.Container;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Disk.Slow;

/// <summary>A stall that comes and goes. Its recipe is the stall's: in whatever phase, carrying it out leaves the disk thawed.</summary>
internal sealed class SlowFault(
    FaultRequest request, SlowParameters parameters, ContainerStates states, NodeFilesystems filesystems)
    : DiskFaultLife(request, parameters.Path, states, filesystems)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Task> _pulses = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();

    protected override (string Kind, string Undo) Words => ("disk-slow", "thaw");

    protected override void Check(NodeRuntime node, FilesystemSpot spot, MountEntry mount, string directory) =>
        RefuseUnfreezable(spot, mount);

    protected override async Task InjectAsync(FilesystemSpot spot, CancellationToken cancellationToken)
    {
        // That another fault's files are written in the middle of a stall is nothing to tell: writes go through at times anyway.
        await Filesystems.HoldAsync(Request.Id, spot, DiskHold.Frozen, _ => { }, cancellationToken);
        _pulses[spot.Node] = PulseAsync(spot);
    }

    /// <summary>Proven when in some consecutive stalls a write waited for most of the stall, and writes got through in between.</summary>
    protected override async Task<Proof> EffectAsync(FilesystemSpot spot, string directory, CancellationToken cancellationToken)
    {
        if (!_pulses.TryGetValue(spot.Node, out var pulse)) return new(false, $"{spot} is not slowed");
        if (OtherHolder(spot) is { } other) return new(!pulse.IsCompleted, $"{spot} is held by {other}, so no write was measured");
        var waits = await WriteWaits.MeasureAsync(
            directory, States.Time, parameters.Least, SlowParameters.Measured + 1, Patience + parameters.LeastHold, cancellationToken);
        // The first one may have begun in the middle of its stall.
        var whole = waits.Long.Skip(1).ToList();
        return new(
            whole.Count >= SlowParameters.Measured && waits.Short > 0,
            $"{spot}: asked {Ms(parameters.Stall)} of every {Ms(parameters.Stall + parameters.Flow)} ms, measured "
                + $"{string.Join(", ", whole.Select(Ms))} ms; {waits.Short:N0} writes in between waited less");
    }

    protected override async Task RevertAsync(string node, CancellationToken cancellationToken)
    {
        if (!_end.IsCancellationRequested) await _end.CancelAsync();
        if (_pulses.TryGetValue(node, out var pulse))
            await pulse.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        await base.RevertAsync(node, cancellationToken);
    }

    /// <summary>Over a whole period no write waits as long as a stall. A busy machine may need another try.</summary>
    protected override async Task<Proof> RecoveryAsync(FilesystemSpot spot, string directory, CancellationToken cancellationToken)
    {
        if (OtherHolder(spot) is { } other) return new(true, $"{spot} is held by {other}, so no write was measured");
        var longest = TimeSpan.Zero;
        for (var tries = 3; tries > 0; tries--)
        {
            var waits = await WriteWaits.MeasureAsync(
                directory, States.Time, parameters.Least, enough: 1, parameters.Stall + parameters.Flow, cancellationToken);
            if (waits.Long.Count == 0 && waits.Short > 0)
                return new(true, $"{spot}: {waits.Short:N0} writes in {Ms(parameters.Stall + parameters.Flow)} ms, none waited long");
            longest = waits.Long.DefaultIfEmpty().Max();
        }
        return new(false, $"{spot}: a write still waited for {Ms(longest)} ms");
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_end.IsCancellationRequested) await _end.CancelAsync();
        await Task.WhenAll(_pulses.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        await base.DisposeAsync();
    }

    private string? OtherHolder(FilesystemSpot spot) =>
        Filesystems.Holder(spot, DiskHold.Frozen, Request.Id) ?? Filesystems.Holder(spot, DiskHold.ReadOnly, Request.Id);

    /// <summary>Until the end, or until another process carried out this fault's recipe.</summary>
    private async Task PulseAsync(FilesystemSpot spot)
    {
        try
        {
            for (var stalled = true; ; stalled = !stalled)
            {
                await Task.Delay(stalled ? parameters.Stall : parameters.Flow, States.Time, _end.Token);
                if (!await Filesystems.SwitchAsync(Request.Id, spot, stalled ? DiskHold.Flowing : DiskHold.Frozen, _end.Token)) return;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Tell($"{spot} is not slow any more: {e.Message}");
        }
    }

    private static string Ms(TimeSpan time) => FormattableString.Invariant($"{time.TotalMilliseconds:0}");
}
