using ChaosService.Faults.Container;
using ChaosService.Faults.Container.Kill;
using ChaosService.Faults.Container.Pause;
using ChaosService.Faults.Disk.Fill;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Bandwidth;
using ChaosService.Faults.Network.Corrupt;
using ChaosService.Faults.Network.Delay;
using ChaosService.Faults.Network.Duplicate;
using ChaosService.Faults.Network.Loss;
using ChaosService.Faults.Network.Partition;
using ChaosService.Faults.Network.Reorder;
using ChaosService.Model.Faults;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace ChaosService.Faults;

/// <summary>Every kind of fault that this build knows. A new one is a folder and a line here.</summary>
public static class FaultKinds
{
    /// <summary>To be called once: the kinds share what they know of each cluster, so that faults that overlap compose.</summary>
    public static IReadOnlyList<IFaultKind> All(DockerClient docker, TimeProvider time, ILoggerFactory logs)
    {
        var networks = new NodeNetworks(new ShaperChoice(time), time, logs);
        var containers = new ContainerStates(docker, time, logs);
        return
        [
            new PartitionKind(docker, networks),
            new DelayKind(docker, networks),
            new LossKind(docker, networks),
            new BandwidthKind(docker, networks),
            new DuplicateKind(docker, networks),
            new CorruptKind(docker, networks),
            new ReorderKind(docker, networks),
            new KillKind(docker, containers),
            new PauseKind(docker, containers),
            new FillKind(docker, containers),
        ];
    }
}
