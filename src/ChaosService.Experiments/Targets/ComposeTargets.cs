using ChaosService.Experiments.Yaml;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;

namespace ChaosService.Experiments.Targets;

/// <summary>
/// The targets under <c>compose/</c>: every directory with a <c>docker-compose.yaml</c> whose top-level block <c>x-chaosservice</c> names
/// the database, the services that are its nodes, the size of each node's volume and the settings that an experiment may change.
/// </summary>
/// <param name="root">The directory that contains <c>compose/</c>: the repository or the installation.</param>
public sealed class ComposeTargets(string root) : ITargetCatalog
{
    private const string FileName = "docker-compose.yaml";
    private const string Block = "x-chaosservice";

    private string Folder => Path.GetFullPath(Path.Combine(root, "compose"));

    public IReadOnlyList<string> Names =>
        !Directory.Exists(Folder) ? []
        : [.. from folder in Directory.EnumerateDirectories(Folder)
              let file = Path.Combine(folder, FileName)
              where File.Exists(file) && File.ReadLines(file).Any(line => line.StartsWith(Block, StringComparison.Ordinal))
              orderby Path.GetFileName(folder)
              select Path.GetFileName(folder)];

    public TargetDefinition? Find(string name, Problems problems)
    {
        if (!Names.Contains(name)) return null;
        var before = problems.Count;
        var path = Path.Combine(Folder, name, FileName);
        if (TextFile.Read(path, problems) is not { } text || YamlTree.Parse(path, text, problems) is not ConfigMap file) return null;

        var top = new MapReader(file, problems);
        top.Require(Block, "describe the target: database and nodes");
        if (top.Map(Block) is not { } block) return null;
        block.Require("database", "name the database kind, such as etcd");
        block.Require("nodes", "list the services that are nodes, such as { etcd: [etcd1, etcd2, etcd3] }");
        var definition = new TargetDefinition
        {
            Name = name,
            ComposeFile = path,
            Database = block.Text("database") ?? "",
            Nodes = NodeList.Read(block, defaultGroup: name),
            VolumeBytes = VolumeBytes(block),
            Settings = [.. (block.Texts("settings") ?? []).Select(s => s.Text)],
            Later = [.. (block.Texts("later") ?? []).Select(s => s.Text)],
            ImagesBy = block.Text("images"),
        };
        definition = definition with { Counts = NodeCounts.Read(block, definition) };
        block.Done();
        ReportNodesWithoutService(block, top, definition.Nodes);
        ReportUnknownGroups(block, definition);
        SettingRules.Report(block, file);
        return problems.Count == before ? definition.Sized(new Dictionary<string, string>()) : null;
    }

    private static long? VolumeBytes(MapReader block)
    {
        if (block.Map("volumes") is not { } volumes) return null;
        volumes.Require("size", "write the size of each node's volume, such as 256MiB");
        var size = volumes.Bytes("size");
        volumes.Done();
        return size;
    }

    /// <summary>All nodes of the first group start at once: it is the database that clients talk to.</summary>
    private static void ReportUnknownGroups(MapReader block, TargetDefinition definition)
    {
        string[] groups = [.. definition.Nodes.Select(n => n.Group).Distinct().Skip(1)];
        foreach (var group in block.Texts("later")?.Where(g => !groups.Contains(g.Text)) ?? [])
            block.Problems.Add(
                group.Place, "this is no group of nodes beside the first", group.Text,
                groups.Length > 0
                    ? $"name one of {string.Join(", ", groups)}"
                    : "give nodes that come later a group of their own in 'nodes'");
    }

    private static void ReportNodesWithoutService(MapReader block, MapReader top, IReadOnlyList<ClusterNode> nodes)
    {
        var services = top.Node("services") is ConfigMap map ? map.Entries.Select(e => e.Key).ToList() : [];
        foreach (var node in nodes.Where(n => !services.Contains(n.Name)))
            block.Problems.Add(block.PlaceOf("nodes"), "a node is no service of this file", node.Name,
                $"name one of its services: {string.Join(", ", services)}{MapReader.Nearest(node.Name, services)}");
    }
}
