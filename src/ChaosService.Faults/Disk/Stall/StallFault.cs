using System.Collections.Concurrent;
using ChaosService.Faults.Container;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Disk.Stall;

internal sealed class StallFault(FaultRequest request, StallParameters parameters, ContainerStates states, NodeFilesystems filesystems)
    : DiskFaultLife(request, parameters.Path, states, filesystems)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, WriteProbe> _waiting = new(StringComparer.Ordinal);

    protected override (string Kind, string Undo) Words => ("disk-stall", "thaw");

    protected override void Check(NodeRuntime node, FilesystemSpot spot, MountEntry mount, string directory) =>
        RefuseUnfreezable(spot, mount);

    protected override Task InjectAsync(FilesystemSpot spot, CancellationToken cancellationToken) =>
        Filesystems.HoldAsync(Request.Id, spot, DiskHold.Frozen, Tell, cancellationToken);

    protected override async Task<Proof> EffectAsync(FilesystemSpot spot, string directory, CancellationToken cancellationToken)
    {
        if (Filesystems.Holder(spot, DiskHold.ReadOnly) is { } other)
            return new(
                Filesystems.Holder(spot, DiskHold.Frozen) is not null, $"{spot} is read-only by {other}, so no write can be watched");
        var probe = _waiting[spot.Node] = WriteProbe.Start(directory, States.Time);
        return await probe.EndsWithinAsync(StallParameters.Watch, cancellationToken)
            ? new(false, $"{spot} still answers: a write took {probe.Took}")
            : new(true, $"{spot} is stalled: a write got no answer in {StallParameters.Watch.TotalMilliseconds:0} ms");
    }

    protected override async Task<Proof> RecoveryAsync(FilesystemSpot spot, string directory, CancellationToken cancellationToken)
    {
        if (Filesystems.Holder(spot, DiskHold.Frozen) is { } holder) return new(true, $"{spot} is still held stalled by {holder}");
        var waited = _waiting.GetValueOrDefault(spot.Node);
        if (waited is not null && !await waited.EndsWithinAsync(Patience, cancellationToken))
            return new(false, $"{spot} is still stalled: a write has been waiting for {waited.Took}");
        var probe = WriteProbe.Start(directory, States.Time);
        return await probe.EndsWithinAsync(Patience, cancellationToken)
            ? new(true, $"{spot} answers: {(waited is null ? "" : $"the write that waited ended after {waited.Took}, and ")}a new one took "
                + $"{probe.Took}")
            : new(false, $"{spot} is stalled: a write got no answer in {Patience.TotalSeconds:0} s");
    }
}
