using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;

namespace ChaosService.Experiments.Targets;

/// <summary>Reads <c>count:</c>, a map from group to <c>{ setting: NODES, otherwise: 3 }</c>.</summary>
internal static class NodeCounts
{
    public static IReadOnlyList<NodeCount> Read(MapReader block, TargetDefinition target)
    {
        if (block.Map("count") is not { } groups || block.Node("count") is not ConfigMap map) return [];
        return [.. map.Entries.Select(e => Read(groups, e.Key, target)).OfType<NodeCount>()];
    }

    private static NodeCount? Read(MapReader groups, string group, TargetDefinition target)
    {
        if (groups.Map(group) is not { } count) return null;
        var there = target.Nodes.Count(n => n.Group == group);
        count.Require("setting", "name the variable, such as 'setting: NODES'");
        count.Require("otherwise", "say how many there are when no experiment says, such as 'otherwise: 3'");
        var setting = count.Text("setting");
        var otherwise = count.Integer("otherwise", 0, there);
        count.Done();
        if (there == 0)
            count.Problems.Add(count.Place, "no node is in this group", group, "name a group of 'nodes'");
        else if (setting is not null && !target.Settings.Contains(setting))
            count.Problems.Add(count.PlaceOf("setting"), "this is none of the settings", setting, "list it under 'settings'");
        return setting is null || otherwise is null ? null : new NodeCount(group, setting, (int)otherwise);
    }
}
