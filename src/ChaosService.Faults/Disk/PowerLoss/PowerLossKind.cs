using ChaosService.Faults.Container;
using ChaosService.Faults.Disk.Shutdown;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Disk.PowerLoss;

/// <summary>
/// Cuts a node's power: it ends at once, and when it restarts its disk holds only what it had fsynced. A kill alone
/// loses nothing: the kernel still writes the rest.
/// </summary>
internal sealed class PowerLossKind(DockerClient docker, ContainerStates containers, NodeFilesystems filesystems)
    : ShutdownKind(docker, containers, filesystems)
{
    private static readonly TimeSpan DefaultRestart = TimeSpan.FromSeconds(3);

    public override string Name => "disk-power-loss";

    public override string Summary =>
        "ends nodes with the loss of all that was not fsynced to a filesystem of their own, and starts them again (restartAfter: 3s)";

    public override FaultParameters? Bind(MapReader reader)
    {
        var restart = reader.Duration("restartAfter");
        return reader.TryPath(out var path) && (restart is not null || !reader.Has("restartAfter"))
            ? new PowerLossParameters(restart ?? DefaultRestart, path)
            : null;
    }

    public override IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (PowerLossParameters)parameters;
        return [.. nodes.Select(
            n => $"docker pause {n}; ioctl(EXT4_IOC_SHUTDOWN, NOLOGFLUSH) on {DiskKeys.Place(own.Path)}; docker kill {n}; {Remount}; after "
                + $"{Quantity.Format(own.RestartAfter)}: docker start {n}")];
    }

    public override IFault Create(FaultRequest request) =>
        new PowerLossFault(request, (PowerLossParameters)request.Parameters, Containers, Filesystems);
}
