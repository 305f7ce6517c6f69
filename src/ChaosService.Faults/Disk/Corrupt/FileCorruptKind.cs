using ChaosService.Faults.Container;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Disk.Corrupt;

/// <summary>Damages files of a running node, like a disk that returns other data than was written.</summary>
internal sealed class FileCorruptKind(DockerClient docker, ContainerStates containers, NodeFilesystems filesystems)
    : DiskKind(docker, containers, filesystems)
{
    public override string Name => "file-corrupt";

    public override string Summary =>
        "turns bits over in files of a filesystem of the node's own (files: '*.wal', bits: 8), or cuts their ends off (cut: 4KiB)";

    public override FaultParameters? Bind(MapReader reader)
    {
        reader.Require("files", "write which files, below the top of the filesystem, such as 'member/wal/*.wal'");
        var files = reader.Text("files");
        var count = reader.Integer("count", 1, FileCorruptParameters.MostFiles);
        var bits = reader.Integer("bits", 1, FileCorruptParameters.MostBits);
        var cut = reader.Bytes("cut");
        if (files is not null && (files.Length == 0 || files.StartsWith('/')))
        {
            reader.Problems.Add(
                reader.PlaceOf("files"), "'files' is not below the filesystem", files, "write a path from its top, without / before it");
            return null;
        }
        if (reader.Has("bits") && reader.Has("cut"))
        {
            reader.Problems.Add(
                reader.PlaceOf("cut"), "'bits' and 'cut' exclude each other", null, "write either 'bits: 8' or 'cut: 4KiB'");
            return null;
        }
        if (cut is < 1 or > FileCorruptParameters.MostCutBytes)
        {
            reader.Problems.Add(
                reader.PlaceOf("cut"), "'cut' is out of range", reader.Text("cut"),
                $"write from 1B to {Quantity.FormatBytes(FileCorruptParameters.MostCutBytes)}: as much is kept for the undo");
            return null;
        }
        var wrong = (count is null && reader.Has("count")) || (bits is null && reader.Has("bits")) || (cut is null && reader.Has("cut"));
        return !reader.TryPath(out var path) || files is null || wrong
            ? null
            : new FileCorruptParameters(files, (int)(count ?? 1), cut is null ? (int)(bits ?? 8) : null, cut, path);
    }

    public override IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (FileCorruptParameters)parameters;
        return [.. nodes.Select(
            n => $"{own} in {own.Count} of the files {own.Files} in {DiskKeys.Place(own.Path)} of {n}, what was there kept in "
                + $"{KeptFiles.FolderPrefix}<run>-<fault>; at the end: put back what {n} has not written since, delete the folder, "
                + $"and start {n} if it died")];
    }

    public override IFault Create(FaultRequest request) =>
        new FileCorruptFault(request, (FileCorruptParameters)request.Parameters, Containers, Filesystems);

    protected override void Undo(string top, string mark) => KeptFiles.PutBack(top, mark);
}
