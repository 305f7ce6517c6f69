using ChaosService.Faults.Container;
using ChaosService.Faults.Disk.Shutdown;
using ChaosService.Faults.Kernel;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Disk.IoError;

internal sealed class IoErrorFault(FaultRequest request, IoErrorParameters parameters, ContainerStates states, NodeFilesystems filesystems)
    : ShutdownFaultLife(request, parameters.Path, states, filesystems)
{
    protected override string Kind => "disk-io-error";

    protected override Task InjectAsync(string node, CancellationToken cancellationToken) =>
        Filesystems.HoldAsync(Request.Id, VolumeOf(node).Spot, DiskHold.Failed, Tell, cancellationToken);

    protected override async Task<Proof> EffectAsync(string node, CancellationToken cancellationToken)
    {
        var error = await VolumeOf(node).TryWriteAsync(States.Docker, cancellationToken);
        var now = await Request.Cluster.InspectAsync(node, cancellationToken);
        return new(error == Libc.InputOutput, $"a write to {VolumeOf(node).Spot} {Answer(error)}; {node} {Describe(now)}");
    }
}
