using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;

namespace ChaosService.Experiments.Targets;

/// <summary>Reads <c>nodes:</c>, either a list of names or a map from group to names.</summary>
internal static class NodeList
{
    public static IReadOnlyList<ClusterNode> Read(MapReader reader, string defaultGroup)
    {
        var nodes = reader.Node("nodes") is ConfigMap
            ? Groups(reader.Map("nodes")!, (ConfigMap)reader.Node("nodes")!)
            : Named(reader, "nodes", defaultGroup);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes.Where(n => !names.Add(n.Name)))
            reader.Problems.Add(reader.PlaceOf("nodes"), "a node is listed twice", node.Name, "list it once");
        if (reader.Has("nodes") && nodes.Count == 0)
            reader.Problems.Add(reader.PlaceOf("nodes"), "'nodes' names no node", null, "list the nodes, such as [etcd1, etcd2, etcd3]");
        return nodes;
    }

    private static List<ClusterNode> Groups(MapReader groups, ConfigMap map) =>
        [.. map.Entries.SelectMany(group => Named(groups, group.Key, group.Key))];

    private static List<ClusterNode> Named(MapReader reader, string key, string group) =>
        [.. (reader.Texts(key) ?? []).Select(name => new ClusterNode(name.Text, group))];
}
