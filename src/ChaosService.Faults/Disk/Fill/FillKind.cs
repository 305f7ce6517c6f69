using ChaosService.Faults.Container;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Disk.Fill;

/// <summary>Fills a node's disk with a file.</summary>
internal sealed class FillKind(DockerClient docker, ContainerStates containers, NodeFilesystems filesystems)
    : DiskKind(docker, containers, filesystems)
{
    public override string Name => "disk-fill";

    public override string Summary =>
        "fills a filesystem of the node's own to a percentage (percent: 95%) or up to some bytes (leave: 1MiB)";

    public override FaultParameters? Bind(MapReader reader)
    {
        var share = reader.Share("percent");
        var leave = reader.Bytes("leave");
        if (!reader.TryPath(out var path)) return null;
        if (share == 0)
        {
            reader.Problems.Add(
                reader.PlaceOf("percent"), "'percent' is nothing to fill", reader.Text("percent"),
                "write a percentage above 0%, such as 95%");
            return null;
        }
        if (reader.Has("percent") == reader.Has("leave"))
        {
            var both = reader.Has("leave");
            reader.Problems.Add(
                both
                    ? reader.PlaceOf("leave")
                    : reader.Place, both ? "'percent' and 'leave' exclude each other" : "how full is missing", null,
                "write either 'percent: 95%' or 'leave: 1MiB'");
            return null;
        }
        return share is null && leave is null ? null : new FillParameters(share, leave, path);
    }

    public override IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (FillParameters)parameters;
        var where = DiskKeys.Place(own.Path);
        return [.. nodes.Select(
            n => $"fallocate {FillFault.FilePrefix}<run>-<fault> in {where} of {n} until it is {own}; at the end: delete it, and start "
                + $"{n} if it died")];
    }

    public override IFault Create(FaultRequest request) =>
        new FillFault(request, (FillParameters)request.Parameters, Containers, Filesystems);
}
