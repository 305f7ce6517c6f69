using ChaosService.Experiments.Yaml;
using ChaosService.Model.Configuration;

namespace ChaosService.Experiments.Overrides;

/// <summary>Applies overrides to a file's tree. The tree itself is not changed: a new one shares the unchanged parts.</summary>
internal static class TreeEdit
{
    public static ConfigMap Apply(ConfigMap root, IEnumerable<Override> overrides, Problems problems)
    {
        foreach (var change in overrides)
        {
            var value = YamlTree.Parse(change.Place.File, change.Value.Length == 0 ? "''" : change.Value, problems, change.Path.Length + 1);
            if (value is not null && Set(root, change.Steps, value, change, problems) is ConfigMap changed) root = changed;
        }
        return root;
    }

    /// <summary>The node with the value in place; null with a problem when the path leads nowhere.</summary>
    private static ConfigNode? Set(ConfigNode? node, IReadOnlyList<object> steps, ConfigNode value, Override change, Problems problems)
    {
        if (steps.Count == 0) return value;
        IReadOnlyList<object> rest = [.. steps.Skip(1)];
        switch (node, steps[0])
        {
            case (null, string):
                return Set(new ConfigMap(change.Place, []), steps, value, change, problems);
            case (ConfigScalar name, string) when IsBelowTarget(change, steps):
                return Set(new ConfigMap(name.Place, [new ConfigEntry(name.Place, "name", name)]), steps, value, change, problems);
            case (ConfigMap map, string key) when rest.Count == 0 && IsNull(value):
                return map with { Entries = [.. map.Entries.Where(e => e.Key != key)] };
            case (ConfigMap map, string key):
                var old = map.Find(key);
                if (Set(old?.Value, rest, value, change, problems) is not { } inner) return null;
                var entry = new ConfigEntry(old?.KeyPlace ?? change.Place, key, inner);
                return map with
                {
                    Entries = old is null ? [.. map.Entries, entry] : [.. map.Entries.Select(e => e.Key == key ? entry : e)],
                };
            case (ConfigList list, int index) when index < list.Items.Count:
                return Set(list.Items[index], rest, value, change, problems) is { } item
                    ? list with { Items = [.. list.Items.Select((old, i) => i == index ? item : old)] }
                    : null;
            case (ConfigList list, int index):
                return Refuse($"there is no entry [{index}]: the list has {list.Items.Count}", "positions count from 0");
            case (_, int index):
                return Refuse($"there is no list for [{index}] to point into", "leave the position out, or set the whole list");
            case (_, var key):
                return Refuse(
                    $"there is no map that could hold '{key}'", "set the value above it as a whole, such as spec.target={name: etcd}");
        }

        ConfigNode? Refuse(string message, string fix)
        {
            problems.Add(change.Place, message, change.Path, fix);
            return null;
        }
    }

    /// <summary>A target may be written as its bare name, which is short for a map with that name.</summary>
    private static bool IsBelowTarget(Override change, IReadOnlyList<object> steps) =>
        change.Steps is ["spec", "target", ..] && steps.Count == change.Steps.Count - 2;

    private static bool IsNull(ConfigNode value) => value is ConfigScalar { Quoted: false, Text: "null" or "~" };
}
