using ChaosService.Faults.Clock;
using ChaosService.Faults.Container;
using ChaosService.Faults.Container.CrashLoop;
using ChaosService.Faults.Container.Image;
using ChaosService.Faults.Container.Kill;
using ChaosService.Faults.Container.Pause;
using ChaosService.Faults.Container.Recreate;
using ChaosService.Faults.Container.Restart;
using ChaosService.Faults.Container.Stop;
using ChaosService.Faults.Disk;
using ChaosService.Faults.Disk.Corrupt;
using ChaosService.Faults.Disk.Fill;
using ChaosService.Faults.Disk.Inodes;
using ChaosService.Faults.Disk.IoError;
using ChaosService.Faults.Disk.PowerLoss;
using ChaosService.Faults.Disk.ReadOnly;
using ChaosService.Faults.Disk.Slow;
using ChaosService.Faults.Disk.Stall;
using ChaosService.Faults.Dns;
using ChaosService.Faults.Hooks;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Bandwidth;
using ChaosService.Faults.Network.Corrupt;
using ChaosService.Faults.Network.Delay;
using ChaosService.Faults.Network.Duplicate;
using ChaosService.Faults.Network.Flap;
using ChaosService.Faults.Network.Loss;
using ChaosService.Faults.Network.Partition;
using ChaosService.Faults.Network.Ports;
using ChaosService.Faults.Network.Reorder;
using ChaosService.Faults.Network.Reset;
using ChaosService.Faults.Process.Kill;
using ChaosService.Faults.Proxy;
using ChaosService.Faults.Proxy.Grpc;
using ChaosService.Faults.Proxy.Http;
using ChaosService.Faults.Proxy.Mqtt;
using ChaosService.Faults.Proxy.Tcp;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Faults.Resource.CpuLimit;
using ChaosService.Faults.Resource.CpuStress;
using ChaosService.Faults.Resource.FdLimit;
using ChaosService.Faults.Resource.IoStress;
using ChaosService.Faults.Resource.MemoryLimit;
using ChaosService.Faults.Resource.MemoryStress;
using ChaosService.Faults.Resource.PidsLimit;
using ChaosService.Model.Faults;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace ChaosService.Faults;

/// <summary>Every kind of fault in this build. A new one is a folder and a line here.</summary>
public static class FaultKinds
{
    /// <summary>To be called once: the kinds share what they know of each cluster, so that faults that overlap compose.</summary>
    /// <param name="allowCommands">Experiments may run programs of their own here.</param>
    public static IReadOnlyList<IFaultKind> All(
        DockerClient docker, TimeProvider time, ILoggerFactory logs, bool allowCommands = false)
    {
        var networks = new NodeNetworks(new ShaperChoice(time), time, logs);
        var proxies = new NodeProxies(networks, logs);
        var containers = new ContainerStates(docker, time, logs);
        var filesystems = new NodeFilesystems(docker, time, logs);
        var limits = new NodeLimits(docker, time, logs);
        return
        [
            new PartitionKind(docker, networks),
            new FlapKind(docker, networks),
            new DelayKind(docker, networks),
            new LossKind(docker, networks),
            new BandwidthKind(docker, networks),
            new DuplicateKind(docker, networks),
            new CorruptKind(docker, networks),
            new ReorderKind(docker, networks),
            new ResetKind(networks),
            new PortExhaustionKind(docker),
            new TcpFaultKind(docker, proxies),
            new DnsFailureKind(docker, new NodeResolvers(networks, logs)),
            new HttpFaultKind(docker, proxies),
            new GrpcFaultKind(docker, proxies),
            new MqttFaultKind(docker, proxies),
            new KillKind(docker, containers),
            new PauseKind(docker, containers),
            new StopKind(docker, containers),
            new RestartKind(docker, containers),
            new CrashLoopKind(docker, containers),
            new RecreateKind(docker, containers),
            new ImageKind(docker, containers),
            new ProcessKillKind(docker, containers),
            new ExecKind(docker, containers, allowCommands),
            new FillKind(docker, containers, filesystems),
            new InodesKind(docker, containers, filesystems),
            new ReadOnlyKind(docker, containers, filesystems),
            new StallKind(docker, containers, filesystems),
            new SlowKind(docker, containers, filesystems),
            new PowerLossKind(docker, containers, filesystems),
            new IoErrorKind(docker, containers, filesystems),
            new FileCorruptKind(docker, containers, filesystems),
            new ClockSkewKind(docker, containers, filesystems),
            new CpuLimitKind(docker, containers, limits),
            new MemoryLimitKind(docker, containers, limits),
            new PidsLimitKind(docker, containers, limits),
            new FdLimitKind(docker, containers),
            new CpuStressKind(docker, containers, limits, filesystems),
            new MemoryStressKind(docker, containers, limits, filesystems),
            new IoStressKind(docker, containers, limits, filesystems),
        ];
    }
}
