using ChaosService.Faults.Container;
using ChaosService.Faults.Disk;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Faults.Resource.Stress;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Resource.MemoryStress;

/// <summary>Takes memory in nodes: the kernel first reclaims page cache, then kills the largest process, ours or the node's.</summary>
internal sealed class MemoryStressKind(DockerClient docker, ContainerStates containers, NodeLimits limits, NodeFilesystems filesystems)
    : StressKind(docker, containers, limits, filesystems)
{
    public override string Name => "memory-stress";

    public override string Summary =>
        "takes memory in nodes (bytes: 64MiB, or percent: 80% of their limit), counted for them by their control group";

    public override FaultParameters? Bind(MapReader reader)
    {
        var bytes = reader.Bytes("bytes");
        var share = reader.Share("percent");
        var without = reader.Flag("withoutLimit");
        if (reader.Has("bytes") == reader.Has("percent"))
        {
            var both = reader.Has("bytes");
            reader.Problems.Add(
                both ? reader.PlaceOf("percent") : reader.Place,
                both ? "'bytes' and 'percent' exclude each other" : "how much is missing", null,
                "write either 'bytes: 64MiB' or 'percent: 80%'");
            return null;
        }
        if (share == 0 || bytes < MemoryStressParameters.LeastBytes)
        {
            var key = share == 0 ? "percent" : "bytes";
            reader.Problems.Add(
                reader.PlaceOf(key), $"'{key}' is too little", reader.Text(key),
                $"write a percentage above 0%, or at least {Quantity.FormatBytes(MemoryStressParameters.LeastBytes)}");
            return null;
        }
        return (bytes is null && share is null) || (without is null && reader.Has("withoutLimit"))
            ? null
            : new MemoryStressParameters(bytes, share, without ?? false);
    }

    public override IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) =>
        Steps(nodes, $"head -c <{(MemoryStressParameters)parameters}> /dev/zero | tail, which holds it");

    public override IFault Create(FaultRequest request) =>
        new MemoryStressFault(request, (MemoryStressParameters)request.Parameters, Containers, Limits);
}
