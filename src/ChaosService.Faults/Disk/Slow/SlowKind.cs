using ChaosService.Faults.Container;
using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Disk.Slow;

/// <summary>Freezes a node's disk for a moment, over and over: writes take longer, but all of them get through.</summary>
internal sealed class SlowKind(DockerClient docker, ContainerStates containers, NodeFilesystems filesystems)
    : DiskKind(docker, containers, filesystems)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    public override string Name => "disk-slow";

    public override string Summary =>
        "lets writes to a filesystem of the node's own wait for a moment, over and over (stall: 80ms, flow: 20ms; FIFREEZE)";

    public override FaultParameters? Bind(MapReader reader)
    {
        TimeSpan? Phase(string key, int usual, int least) => reader.Duration(
            key, TimeSpan.FromMilliseconds(usual), TimeSpan.FromMilliseconds(least), Longest);
        var (stall, flow) = (Phase("stall", 80, 20), Phase("flow", 20, 10));
        return reader.TryPath(out var path) && stall is not null && flow is not null
            ? new SlowParameters(stall.Value, flow.Value, path)
            : null;
    }

    public override IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (SlowParameters)parameters;
        return [.. nodes.Select(
            n => $"over and over: ioctl(FIFREEZE) on {DiskKeys.Place(own.Path)} of {n}, as fsfreeze -f does, for "
                + $"{Quantity.Format(own.Stall)}; ioctl(FITHAW) for {Quantity.Format(own.Flow)}; at the end: ioctl(FITHAW), and start {n} "
                + "if it died")];
    }

    public override IFault Create(FaultRequest request) =>
        new SlowFault(request, (SlowParameters)request.Parameters, Containers, Filesystems);
}
